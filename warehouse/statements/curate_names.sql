select
    theme_name.theme_id,
    theme_name.theme_name,
    theme_name.category_name,
    coalesce(theme_name.is_named_by_person, false) as is_named_by_person,
    theme_name_found.theme_name,
    theme_name_found.category_name
from core.theme_name
left join core.theme_name_found using (theme_id)
