create or replace view mart.theme_same_season as
with record as (
    select min(period_on) as first_day from core.period where grain = 'day'
),

period_day as (
    select
        grain,
        date_trunc(grain, day)::date as period_on,
        day,
        one_year_before,
        two_years_before
    from core.season_day
    cross join (values ('week'), ('month')) as grains (grain)
),

-- A stretch that begins before the record is not compared: it would be a part against a whole.
stretch as (
    select
        grain,
        period_on,
        min(one_year_before) >= (select first_day from record) as is_year_known,
        min(two_years_before) >= (select first_day from record) as is_year_before_known,
        min(one_year_before) as year_before_from,
        max(one_year_before) as year_before_until
    from period_day
    group by grain, period_on
),

one_year as (
    select period_day.grain, period_day.period_on, counted.theme_id,
        sum(counted.count_contacts) as count_contacts
    from period_day
    inner join core.theme_period as counted
        on counted.grain = 'day' and counted.period_on = period_day.one_year_before
    group by all
),

two_years as (
    select period_day.grain, period_day.period_on, counted.theme_id,
        sum(counted.count_contacts) as count_contacts
    from period_day
    inner join core.theme_period as counted
        on counted.grain = 'day' and counted.period_on = period_day.two_years_before
    group by all
),

heard_from as (
    select grain, theme_id, min(period_on) as first_period_on
    from core.theme_period
    where grain != 'day'
    group by grain, theme_id
),

compared as (
    select
        heard_from.theme_id,
        heard_from.grain,
        period.period_on,
        period.is_complete,
        coalesce(theme_period.count_contacts, 0) as count_contacts,
        if(
            period.is_complete and stretch.is_year_known, coalesce(one_year.count_contacts, 0), null
        ) as count_year_before,
        if(
            period.is_complete and stretch.is_year_before_known,
            coalesce(two_years.count_contacts, 0),
            null
        ) as count_two_years_before,
        stretch.year_before_from,
        stretch.year_before_until,
        list_concat(coalesce(marked.markers, []), coalesce(marked_theme.markers, [])) as markers
    from heard_from
    inner join core.period
        on period.grain = heard_from.grain and period.period_on >= heard_from.first_period_on
    left join stretch on stretch.grain = period.grain and stretch.period_on = period.period_on
    left join core.theme_period
        on theme_period.grain = period.grain
        and theme_period.period_on = period.period_on
        and theme_period.theme_id = heard_from.theme_id
    left join one_year
        on one_year.grain = period.grain
        and one_year.period_on = period.period_on
        and one_year.theme_id = heard_from.theme_id
    left join two_years
        on two_years.grain = period.grain
        and two_years.period_on = period.period_on
        and two_years.theme_id = heard_from.theme_id
    left join core.marked_period as marked
        on marked.grain = period.grain
        and marked.period_on = period.period_on
        and marked.theme_id = ''
    left join core.marked_period as marked_theme
        on marked_theme.grain = period.grain
        and marked_theme.period_on = period.period_on
        and marked_theme.theme_id = heard_from.theme_id
),

-- Half a contact is added to both for the interval, which is then there for counts of 0 as well.
logs as (
    select
        *,
        ln((count_contacts + 0.5) / (count_year_before + 0.5)) as log_year,
        1.96 * sqrt(1 / (count_contacts + 0.5) + 1 / (count_year_before + 0.5)) as reach_year,
        ln((count_contacts + 0.5) / (count_two_years_before + 0.5)) as log_two_years,
        1.96 * sqrt(1 / (count_contacts + 0.5) + 1 / (count_two_years_before + 0.5))
            as reach_two_years
    from compared
)

select
    logs.theme_id,
    theme_name.theme_name,
    logs.grain,
    logs.period_on,
    logs.is_complete,
    logs.count_contacts,
    logs.count_year_before,
    if(logs.is_complete, logs.count_contacts / nullif(logs.count_year_before, 0), null)
        as ratio_year_before,
    exp(logs.log_year - logs.reach_year) as ratio_year_before_low,
    exp(logs.log_year + logs.reach_year) as ratio_year_before_high,
    logs.count_two_years_before,
    if(logs.is_complete, logs.count_contacts / nullif(logs.count_two_years_before, 0), null)
        as ratio_two_years_before,
    exp(logs.log_two_years - logs.reach_two_years) as ratio_two_years_before_low,
    exp(logs.log_two_years + logs.reach_two_years) as ratio_two_years_before_high,
    logs.year_before_from,
    logs.year_before_until,
    logs.markers
from logs
left join core.theme_name using (theme_id);

comment on view mart.theme_same_season is 'one row per theme and week or month, beside the same season one and two years before: each day with the day that it answers to in the business calendar (Obon to Obon, business day to business day)';
comment on column mart.theme_same_season.theme_id is 'theme (mart.theme)';
comment on column mart.theme_same_season.theme_name is 'name of the theme';
comment on column mart.theme_same_season.grain is 'week (from Monday) or month';
comment on column mart.theme_same_season.period_on is 'local date: first day of the week or month';
comment on column mart.theme_same_season.is_complete is 'false while it is not over: nothing is compared then';
comment on column mart.theme_same_season.count_contacts is 'distinct contacts with a voice of the theme, copies left out';
comment on column mart.theme_same_season.count_year_before is 'the same of the days one year before; null while the period is not over, or where the record begins later';
comment on column mart.theme_same_season.ratio_year_before is 'count_contacts / count_year_before; null when there were none then';
comment on column mart.theme_same_season.ratio_year_before_low is 'lower end of the 95 % interval of the ratio, by chance alone (Poisson counts): above 1 is a rise';
comment on column mart.theme_same_season.ratio_year_before_high is 'upper end of that interval: below 1 is a fall';
comment on column mart.theme_same_season.count_two_years_before is 'the same of the days two years before';
comment on column mart.theme_same_season.ratio_two_years_before is 'count_contacts / count_two_years_before';
comment on column mart.theme_same_season.ratio_two_years_before_low is 'lower end of the 95 % interval of that ratio';
comment on column mart.theme_same_season.ratio_two_years_before_high is 'upper end of the 95 % interval of that ratio';
comment on column mart.theme_same_season.year_before_from is 'first of the days one year before';
comment on column mart.theme_same_season.year_before_until is 'last of the days one year before';
comment on column mart.theme_same_season.markers is 'what happened in the period that may move the series (mart.marker)';
