insert into core.sifted_text by name
select text_hash, has_content
from incoming
