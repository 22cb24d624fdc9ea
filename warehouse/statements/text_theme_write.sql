insert or replace into core.text_theme by name
select text_hash, theme_id
from incoming
