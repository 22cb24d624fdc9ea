-- By identifier; else the same words in the same contact; else the contact's only voice, which
-- other rules of masking or extraction have cut out with other words.
with same_words as (
    select incoming.voice_id as asked_id, min(voice.voice_id) as voice_id
    from incoming
    inner join core.voice using (contact_id, text_hash)
    group by incoming.voice_id
),

only_voice as (
    select incoming.voice_id as asked_id, min(voice.voice_id) as voice_id
    from incoming
    inner join core.voice using (contact_id)
    group by incoming.voice_id
    having count(*) = 1
)

select incoming.voice_id as asked_id, found.voice_id, found.text_hash
from incoming
left join core.voice as same on same.voice_id = incoming.voice_id
left join same_words on same_words.asked_id = incoming.voice_id
left join only_voice on only_voice.asked_id = incoming.voice_id
inner join core.voice as found
    on found.voice_id = coalesce(same.voice_id, same_words.voice_id, only_voice.voice_id)
order by incoming.voice_id
