insert into core.text_flag by name
select text_hash, flag, probability, verdict
from incoming
