select
    theme_id,
    facet,
    facet_value,
    count_customers,
    share_of_customers,
    share_elsewhere,
    log_odds_low
from mart.theme_by_segment
where
    span = 'year'
    and is_characteristic
    and is_high_share
    and facet_value <> ''
    and count_customers >= $least_customers
    and theme_id in (select unnest($theme_ids::text[]))
order by theme_id, facet, log_odds_low desc, facet_value
