insert or ignore into core.waiting by name
select voice_id, contact_id, text_hash, received_on, $theme_day as theme_day
from due_voice
inner join core.assignment using (voice_id)
where assignment.theme_id is null
