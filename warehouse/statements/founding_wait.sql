-- What the founding found no theme for; voices of months that are over may still be counted with a
-- theme that their words have left.
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
left join core.text_theme using (text_hash)
where
    contact.received_on >= $since
    and if(text_theme.text_hash is null, assignment.theme_id, text_theme.theme_id) is null
    and assignment.assigned_by <> 'person'
