-- One voice a statement.
select min(voice.voice_id) as voice_id
from core.voice
anti join core.contact_copy using (contact_id)
where list_contains($text_hashes, voice.text_hash)
group by voice.text_hash
order by voice_id
