select contact_id, source_contact_id, turns
from batch_contact
order by received_at, contact_id
