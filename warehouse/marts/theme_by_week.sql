create or replace view mart.theme_by_week as
with heard_from as (
    select theme_id, min(period_on) as first_period_on
    from core.theme_period
    where grain = 'week'
    group by theme_id
)

-- Periods without a contact are rows of 0, so that averages and charts are right.
select
    heard_from.theme_id,
    theme_name.theme_name,
    period.period_on as week,
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
    on period.grain = 'week' and period.period_on >= heard_from.first_period_on
left join core.theme_period
    on theme_period.grain = 'week'
    and theme_period.theme_id = heard_from.theme_id
    and theme_period.period_on = period.period_on
left join core.marked_period as marked
    on marked.grain = 'week' and marked.period_on = period.period_on and marked.theme_id = ''
left join core.marked_period as marked_theme
    on marked_theme.grain = 'week'
    and marked_theme.period_on = period.period_on
    and marked_theme.theme_id = heard_from.theme_id
left join core.theme_name on theme_name.theme_id = heard_from.theme_id;

comment on view mart.theme_by_week is 'one row per theme and week, from the first week it was heard, with 0 where nobody called';
comment on column mart.theme_by_week.theme_id is 'theme (mart.theme)';
comment on column mart.theme_by_week.theme_name is 'name of the theme';
comment on column mart.theme_by_week.week is 'local date: week (Monday)';
comment on column mart.theme_by_week.count_voices is 'voices of the theme received in the week, those of copies left out';
comment on column mart.theme_by_week.count_contacts is 'distinct contacts with a voice of the theme; a copy is not counted here but in count_copies';
comment on column mart.theme_by_week.count_customers is 'distinct customers with a voice of the theme; a contact without a customer number counts as one customer; copies left out';
comment on column mart.theme_by_week.count_contacts_all is 'all contacts received in the week, with or without a theme, copies left out: the denominator of the share';
comment on column mart.theme_by_week.share_of_contacts is 'count_contacts / count_contacts_all, 0 to 1; null when nothing was received';
comment on column mart.theme_by_week.is_complete is 'false while the week is not over at the day of the night: do not compare it with whole ones';
comment on column mart.theme_by_week.count_copies is 'contacts with a voice of the theme that are copies of another contact (mart.contact.is_copy); rows of mart.contact = count_contacts + count_copies';
comment on column mart.theme_by_week.count_wordings is 'distinct wordings among count_contacts: a template mail sent by many customers is one wording';
comment on column mart.theme_by_week.markers is 'what happened in the week that may move the series (mart.marker): changes of rules, outages of a source, events of your own';
