select
    theme_id,
    theme_name,
    category_name,
    status,
    is_named_by_person,
    born_on,
    first_seen_on,
    last_seen_on
from mart.theme
where first_seen_on <= last_day($month::date)
order by theme_id
