with item as (
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
    semi join due_contact using (contact_id)
    group by contact_id, turn_number
)

select
    turn.contact_id,
    turn.speaker,
    turn.text,
    turn.masked,
    coalesce(item.items, []) as items
from due_contact
inner join core.turn using (contact_id)
left join item using (contact_id, turn_number)
where due_contact.due_position >= $first and due_contact.due_position < $last
order by turn.contact_id, turn.turn_number
