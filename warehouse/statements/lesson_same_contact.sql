select one.text, other.text
from core.voice
inner join core.voice as next_voice
    on next_voice.contact_id = voice.contact_id and next_voice.voice_number = voice.voice_number + 1
inner join core.text as one on one.text_hash = voice.text_hash
inner join core.text as other on other.text_hash = next_voice.text_hash
where voice.text_hash <> next_voice.text_hash
order by voice.text_hash, voice.voice_id
