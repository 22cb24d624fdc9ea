-- A step of its own because the series by day, week and month differ in nothing but their periods.
create or replace view core.theme_series as
with heard_from as (
    select grain, theme_id, min(period_on) as first_period_on
    from core.theme_period
    group by grain, theme_id
)

-- Periods without a contact are rows of 0, so that averages and charts are right.
select
    period.grain,
    heard_from.theme_id,
    theme_name.theme_name,
    period.period_on,
    coalesce(theme_period.count_voices, 0) as count_voices,
    coalesce(theme_period.count_contacts, 0) as count_contacts,
    coalesce(theme_period.count_customers, 0) as count_customers,
    period.count_contacts as count_contacts_all,
    coalesce(theme_period.count_contacts, 0) / nullif(period.count_contacts, 0) as share_of_contacts,
    period.is_complete,
    coalesce(theme_period.count_copies, 0) as count_copies,
    coalesce(theme_period.count_wordings, 0) as count_wordings,
    list_concat(coalesce(marked.markers, []), coalesce(marked_theme.markers, [])) as markers
from heard_from
inner join core.period
    on period.grain = heard_from.grain and period.period_on >= heard_from.first_period_on
left join core.theme_period
    on theme_period.grain = period.grain
    and theme_period.theme_id = heard_from.theme_id
    and theme_period.period_on = period.period_on
left join core.marked_period as marked
    on marked.grain = period.grain and marked.period_on = period.period_on and marked.theme_id = ''
left join core.marked_period as marked_theme
    on marked_theme.grain = period.grain
    and marked_theme.period_on = period.period_on
    and marked_theme.theme_id = heard_from.theme_id
left join core.theme_name on theme_name.theme_id = heard_from.theme_id;

comment on view core.theme_series is 'one row per theme and period of each grain (day, week, month), from the first one in which it was heard';
