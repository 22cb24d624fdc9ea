with said as (
    select distinct voice.text_hash
    from core.voice
    inner join core.contact using (contact_id)
    inner join core.assignment using (voice_id)
    where
        contact.received_on >= $since
        and contact.received_on < $until
        and assignment.encoder_fingerprint <> $encoder_fingerprint
)

select text_vector.text_hash, text_vector.vector
from said
inner join core.text_vector
    on text_vector.text_hash = said.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by text_vector.text_hash
