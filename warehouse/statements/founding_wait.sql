insert or ignore into core.waiting by name
select
    voice.voice_id,
    voice.contact_id,
    voice.text_hash,
    contact.received_on,
    -- They were looked at today.
    $theme_day as theme_day
from core.assignment
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
where assignment.theme_id is null and contact.received_on >= $since
