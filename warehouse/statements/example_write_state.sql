insert or replace into core.theme_example_state by name
select incoming.theme_id, incoming.count_wordings, count(assignment.voice_id) as count_voices
from incoming
inner join core.assignment using (theme_id)
inner join core.voice using (voice_id)
anti join core.contact_copy using (contact_id)
group by incoming.theme_id, incoming.count_wordings
