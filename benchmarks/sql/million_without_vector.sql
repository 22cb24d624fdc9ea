select text_hash
from core.voice
anti join core.text_vector using (text_hash)
order by text_hash
