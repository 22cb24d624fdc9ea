with wanted as (
    select $contact_id as contact_id
)

select turn.turn_number, turn.speaker, turn.text, turn.masked, coalesce(item.items, []) as items
from wanted
inner join core.turn using (contact_id)
left join core.items_of('wanted') as item using (contact_id, turn_number)
order by turn.turn_number
