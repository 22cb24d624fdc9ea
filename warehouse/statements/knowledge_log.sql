select
    known_series.series,
    (count_known.day - $first_day)::integer as day,
    (count_known.known_on - $first_day)::integer as known_on,
    count_known.count_contacts,
    count_known.count_customers,
    count_known.count_newcomers
from core.count_known
inner join known_series using (theme_id, facet, facet_value)
order by count_known.known_on, count_known.log_number
