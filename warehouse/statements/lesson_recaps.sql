-- A voice with what the operator said after it began, masked as the voice's own statement is.
select text.text, turn.masked as operator_text
from core.voice
inner join core.text using (text_hash)
inner join core.turn using (contact_id)
where turn.speaker = 'operator' and turn.turn_number > (voice.spans ->> '$[0].turn')::integer
order by voice.text_hash, voice.voice_id, turn.turn_number
