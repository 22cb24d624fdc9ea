select incoming.theme_id, incoming.text_hash, text_vector.vector
from incoming
inner join core.text_vector
    on text_vector.text_hash = incoming.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by incoming.theme_id, incoming.text_hash
