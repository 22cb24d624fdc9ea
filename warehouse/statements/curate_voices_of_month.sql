create or replace temp table dealt_voice as
select assignment.voice_id, voice.text_hash, assignment.theme_id, contact.received_on
from core.assignment
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
anti join core.pin using (text_hash)
where contact.received_on >= $since
