with dealt_text as (
    select distinct text_hash from dealt_voice
)

select text_vector.text_hash, text_vector.vector
from dealt_text
inner join core.text_vector
    on text_vector.text_hash = dealt_text.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by text_vector.text_hash
