select
    contact_id,
    source_name,
    source_contact_id,
    received_at,
    channel,
    product,
    segment,
    region,
    original_contact_id
from core.contact
left join core.contact_copy using (contact_id)
where
    contact_id = $wanted
    or source_contact_id = $wanted
    or attributes ->> '$.message_id' = $wanted
order by contact_id
