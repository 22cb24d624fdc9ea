-- One voice a statement.
select min(voice.voice_id) as voice_id
from core.voice
where list_contains($text_hashes, voice.text_hash)
group by voice.text_hash
order by voice_id
