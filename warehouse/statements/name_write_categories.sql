update core.theme_name
set category_name = incoming.category_name
from incoming
where
    theme_name.theme_id = incoming.theme_id
    and not coalesce(theme_name.is_named_by_person, false)
    and theme_name.category_name is distinct from incoming.category_name
