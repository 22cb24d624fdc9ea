insert or replace into core.not_this by name
select text_hash, theme_id, decision_id
from incoming
except
select text_hash, theme_id, decision_id
from core.not_this
