-- The numbers that were published until now, under their version.
insert or ignore into core.theme_period_former by name
select
    theme_period.theme_id,
    coalesce(theme.series_version, 1) as series_version,
    theme_period.grain,
    theme_period.period_on,
    theme_period.count_contacts,
    theme_period.count_customers,
    theme_period.count_voices,
    coalesce(theme_period.count_copies, 0) as count_copies,
    coalesce(theme_period.count_wordings, 0) as count_wordings
from core.theme_period
inner join core.theme using (theme_id)
inner join core.period using (grain, period_on)
where period.is_complete and theme_period.theme_id in (select theme_id from incoming)
