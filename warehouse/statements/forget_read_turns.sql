select
    received.contact_id,
    received.turns,
    list(turn.masked order by turn.turn_number) as masked
from raw.contact as received
inner join forgotten using (contact_id, version)
inner join core.turn using (contact_id)
group by received.contact_id, received.turns
order by received.contact_id
