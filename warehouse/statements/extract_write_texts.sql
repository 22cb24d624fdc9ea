insert into core.text by name
select distinct on (text_hash) text_hash, vector_text as text
from incoming
on conflict (text_hash) do nothing
