select
    voice_flag.voice_id,
    voice_flag.flag_number,
    {
        'turn': voice_flag.turn_number,
        'start': voice_flag.start_offset,
        'end': voice_flag.end_offset
    } as place,
    item.items
from core.voice_flag
inner join core.voice using (voice_id)
inner join core.items_of('forgotten') as item using (contact_id, turn_number)
order by voice_flag.voice_id, voice_flag.flag_number
