with batch as (
    select contact_id, due_position
    from due_contact
    where due_position >= $first and due_position < $last
),

said as (
    select contact_id, list(masked order by turn_number) as masked_turns
    from core.turn
    semi join batch using (contact_id)
    where speaker <> 'operator'
    group by contact_id
)

select
    contact.contact_id,
    epoch_ms(contact.received_at) as received_ms,
    contact.customer_key,
    contact.segment,
    contact.region,
    contact.product,
    coalesce(said.masked_turns, []) as masked_turns
from batch
inner join core.contact using (contact_id)
left join said using (contact_id)
order by batch.due_position
