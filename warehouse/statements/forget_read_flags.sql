with item as (
    select
        contact_id,
        list({
            'turn': turn_number,
            'start': start_offset,
            'end': end_offset,
            'length': length(placeholder)
        } order by turn_number, start_offset) as items
    from core.personal_item
    semi join forgotten using (contact_id)
    group by contact_id
)

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
inner join item using (contact_id)
order by voice_flag.voice_id, voice_flag.flag_number
