-- Weeks in a row are one season.
with week as (
    select
        theme_id,
        week,
        season_labels,
        week - interval 7 days * row_number() over (partition by theme_id order by week) as stretch
    from mart.season_profile
    where is_season and theme_id in (select unnest($theme_ids::text[]))
)

select
    theme_id,
    min(week) as from_on,
    max(week) + 6 as until_on,
    coalesce(list_sort(list_distinct(flatten(list(season_labels)))), []) as labels
from week
group by theme_id, stretch
order by theme_id, from_on
