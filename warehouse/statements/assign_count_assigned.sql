select count(*)
from due_voice
inner join core.assignment using (voice_id)
where assignment.theme_id is not null
