select marked_on, scope, description
from mart.marker
where marked_on between $first_month::date and last_day($month::date)
order by marked_on, marker_id
