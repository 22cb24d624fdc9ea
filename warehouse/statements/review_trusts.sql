select theme_id, theme_name, measured_on, is_quotable
from mart.theme_trust
where measured_on <= last_day($month::date) + 1
order by theme_id
