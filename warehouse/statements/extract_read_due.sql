with batch as (
    select contact_id
    from due_contact
    where due_position >= $first and due_position < $last
)

select
    turn.contact_id,
    turn.speaker,
    turn.text,
    turn.masked,
    coalesce(item.items, []) as items
from batch
inner join core.turn using (contact_id)
left join core.items_of('batch') as item using (contact_id, turn_number)
order by turn.contact_id, turn.turn_number
