update core.theme_name
set
    theme_name = incoming.theme_name,
    category_name = incoming.category_name,
    is_named_by_person = incoming.is_by_person
from incoming
where theme_name.theme_id = incoming.theme_id
