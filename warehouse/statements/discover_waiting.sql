with waiting as (
    select
        voice.text_hash,
        count(*) as count_voices,
        -- The same words rarely come through two channels; then the first by name stands for both.
        coalesce(min(contact.channel), '') as channel
    from core.assignment
    inner join core.voice using (voice_id)
    left join core.contact using (contact_id)
    where assignment.theme_id is null
    group by voice.text_hash
)

select waiting.text_hash, waiting.count_voices, waiting.channel, text_vector.vector
from waiting
inner join core.text_vector
    on text_vector.text_hash = waiting.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by waiting.text_hash
