-- What was placed since goes on from there.
update core.text_theme
set theme_id = incoming.theme_id
from incoming
where
    incoming.text_hash = text_theme.text_hash
    and incoming.theme_id is not null
    and text_theme.theme_id is distinct from incoming.theme_id
