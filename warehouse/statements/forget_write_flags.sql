update core.voice_flag
set start_offset = incoming.start_offset, end_offset = incoming.end_offset
from incoming
where
    voice_flag.voice_id = incoming.voice_id
    and voice_flag.flag_number = incoming.flag_number
