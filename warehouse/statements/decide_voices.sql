select voice.voice_id, voice.contact_id, voice.text_hash, assignment.theme_id
from incoming
inner join core.voice using (voice_id)
left join core.assignment using (voice_id)
order by voice.voice_id
