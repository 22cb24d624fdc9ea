select due_text.text_hash, due_text.text, text_vector.vector, due_text.flags
from due_text
inner join core.text_vector using (text_hash)
where
    text_vector.encoder_fingerprint = $encoder_fingerprint
    and due_text.due_position >= $first
    and due_text.due_position < $last
order by due_text.due_position
