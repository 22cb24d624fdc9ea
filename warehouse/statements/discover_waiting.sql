with waiting as (
    select voice.text_hash, count(*) as count_voices
    from core.assignment
    inner join core.voice using (voice_id)
    where assignment.theme_id is null
    group by voice.text_hash
)

select waiting.text_hash, waiting.count_voices, text_vector.vector
from waiting
inner join core.text_vector
    on text_vector.text_hash = waiting.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by waiting.text_hash
