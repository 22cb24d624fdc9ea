with due_text as (
    select distinct text_hash from due_voice
)

select text_vector.text_hash, text_vector.vector
from due_text
inner join core.text_vector
    on text_vector.text_hash = due_text.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by text_vector.text_hash
