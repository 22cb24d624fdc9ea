-- Longer seasons of the business calendar around the month, whatever the theme.
with week as (
    select distinct week, unnest(season_labels) as label
    from mart.season_profile
),

stretch as (
    select
        week,
        label,
        week - interval 7 days * row_number() over (partition by label order by week) as stretch
    from week
)

select min(week) as from_on, max(week) + 6 as until_on, label
from stretch
group by label, stretch
order by from_on, label
