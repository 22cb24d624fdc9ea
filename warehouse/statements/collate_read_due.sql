with batch as (
    select *
    from due_contact
    where due_position >= $first and due_position < $last
),

-- Rows are found by their keys first: asked for at once, every text of the table would be read.
found as (
    select turn.rowid
    from core.turn
    semi join batch using (contact_id)
),

said as (
    select contact_id, list(masked order by turn_number) as masked_turns
    from core.turn
    where rowid in (select rowid from found) and speaker <> 'operator'
    group by contact_id
)

select
    batch.contact_id,
    batch.received_ms,
    batch.customer_key,
    batch.segment,
    batch.region,
    batch.product,
    coalesce(said.masked_turns, []) as masked_turns
from batch
left join said using (contact_id)
order by batch.due_position
