-- Weeks in a row are one season; its labels are those that hold longest first.
with week as (
    select
        theme_id,
        week,
        season_labels,
        week - interval 7 days * row_number() over (partition by theme_id order by week) as stretch
    from mart.season_profile
    where is_season and theme_id in (select unnest($theme_ids::text[]))
),

labelled as (
    select theme_id, stretch, unnest(season_labels) as label
    from week
),

counted as (
    select theme_id, stretch, label, count(*) as count_weeks
    from labelled
    group by all
),

named as (
    select theme_id, stretch, list(label order by count_weeks desc, label) as labels
    from counted
    group by theme_id, stretch
)

select
    week.theme_id,
    min(week.week) as from_on,
    max(week.week) + 6 as until_on,
    coalesce(any_value(named.labels), []) as labels
from week
left join named using (theme_id, stretch)
group by week.theme_id, stretch
order by week.theme_id, from_on
