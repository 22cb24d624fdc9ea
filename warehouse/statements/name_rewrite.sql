update core.theme_name
set theme_name = incoming.theme_name
from incoming
where
    theme_name.theme_id = incoming.theme_id
    and not coalesce(theme_name.is_named_by_person, false)
