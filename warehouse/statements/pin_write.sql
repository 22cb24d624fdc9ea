insert or replace into core.pin by name
select text_hash, theme_id, verb, decision_id
from incoming
except
select text_hash, theme_id, verb, decision_id
from core.pin
