select
    facet,
    facet_value,
    theme_id,
    theme_name,
    count_customers,
    share_of_customers,
    share_elsewhere,
    log_odds_low,
    quadrant
from mart.theme_by_segment
where
    span = 'year'
    and facet_value <> ''
    and log_odds_low is not null
    and count_customers >= $least_customers
order by facet, log_odds_low desc, facet_value, theme_id
