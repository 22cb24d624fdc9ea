with item as (
    select
        turn_number,
        list(
            {
                'start_offset': start_offset,
                'end_offset': end_offset,
                'item_type': item_type,
                'placeholder': placeholder
            }
            order by start_offset
        ) as items
    from core.personal_item
    where contact_id = $contact_id
    group by turn_number
)

select turn.turn_number, turn.speaker, turn.text, turn.masked, coalesce(item.items, []) as items
from core.turn
left join item using (turn_number)
where turn.contact_id = $contact_id
order by turn.turn_number
