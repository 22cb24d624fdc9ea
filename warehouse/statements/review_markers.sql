select marked_on, until_on, marker_kind, scope, description
from mart.marker
where
    coalesce(until_on, marked_on) >= $first_month::date
    and marked_on <= last_day($month::date)
order by marked_on, marker_id
