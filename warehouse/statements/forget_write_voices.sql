update core.voice
set text = voice.masked, spans = incoming.spans::json
from incoming
where voice.voice_id = incoming.voice_id
