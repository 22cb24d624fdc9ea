select
    contact_id,
    source_name,
    source_contact_id,
    received_at,
    channel,
    product,
    segment,
    region
from core.contact
where contact_id = $wanted or source_contact_id = $wanted
order by contact_id
