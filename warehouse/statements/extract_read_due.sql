with batch as (
    select contact_id
    from due_contact
    where due_position >= $first and due_position < $last
),

item as (
    select
        contact_id,
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
    semi join batch using (contact_id)
    group by contact_id, turn_number
)

select
    turn.contact_id,
    turn.speaker,
    turn.text,
    turn.masked,
    coalesce(item.items, []) as items
from batch
inner join core.turn using (contact_id)
left join item using (contact_id, turn_number)
order by turn.contact_id, turn.turn_number
