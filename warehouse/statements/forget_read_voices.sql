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

select voice.voice_id, voice.spans, item.items
from core.voice
inner join item using (contact_id)
order by voice.voice_id
