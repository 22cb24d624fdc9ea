select theme_id, theme_name, category_name, born_on, first_seen_on
from mart.theme
where first_seen_on <= last_day($month::date)
order by theme_id
