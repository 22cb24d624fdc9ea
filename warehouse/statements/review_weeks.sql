select theme_id, week, count_contacts, is_complete
from mart.theme_by_week
where
    theme_id in (select unnest($theme_ids::text[]))
    and week between $first_week::date and last_day($month::date)
order by theme_id, week
