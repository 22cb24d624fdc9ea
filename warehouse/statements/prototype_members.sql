-- Statements of some themes by their hash, which is as good as a lot.
with member as (
    select distinct assignment.theme_id, voice.text_hash
    from core.assignment
    inner join core.voice using (voice_id)
    where assignment.theme_id in (select theme_id from incoming)
    qualify dense_rank() over (partition by assignment.theme_id order by voice.text_hash) <= $most_members
)

select member.theme_id, text_vector.vector
from member
inner join core.text_vector
    on text_vector.text_hash = member.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by member.theme_id, member.text_hash
