insert or replace into core.theme_taken_up by name
select theme_id, owner_theme_id, split_from, examples_hash
from incoming
except
select theme_id, owner_theme_id, split_from, examples_hash
from core.theme_taken_up
