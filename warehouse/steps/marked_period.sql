-- A step of its own because every series carries markers, and they must read the same everywhere.
create or replace view core.marked_period as
with told as (
    select
        marked_on,
        coalesce(until_on, marked_on) as until_on,
        regexp_full_match(scope, 'T[0-9]{4,}(,T[0-9]{4,})*') as is_of_themes,
        if(is_of_themes, string_split(scope, ','), ['']) as theme_ids,
        case
            when marker_kind = 'event' then description
            when is_of_themes or scope = 'all' then marker_kind
            else marker_kind || ' ' || scope
        end as marker_name
    from core.marker
    -- Denominators are no part of what is counted; mart.theme_rate_by_month has them.
    where marker_kind != 'denominator'
),

told_of_theme as (
    select marked_on, until_on, marker_name, unnest(theme_ids) as theme_id
    from told
)

select
    period.grain,
    period.period_on,
    told_of_theme.theme_id,
    list_sort(list_distinct(list(told_of_theme.marker_name))) as markers
from told_of_theme
inner join core.period
    on told_of_theme.until_on >= period.period_on
    and told_of_theme.marked_on <= case period.grain
        when 'day' then period.period_on
        when 'week' then period.period_on + 6
        else last_day(period.period_on)
    end
group by all;

comment on view core.marked_period is 'one row per period and theme (empty for all) with a marker in it';
