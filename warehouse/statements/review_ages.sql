select
    rank_ignored,
    theme_id,
    theme_name,
    first_heard_on,
    months_alive,
    months_since_acted,
    count_years_back,
    count_reviews,
    count_measures,
    count_customers_waiting,
    customer_years_waiting,
    last_acted_on,
    is_measure_planned
from mart.theme_age
where rank_ignored is not null and first_heard_on <= last_day($month::date)
order by rank_ignored, theme_id
