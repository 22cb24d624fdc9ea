create or replace temp table due_contact as
select
    contact.contact_id,
    row_number() over (order by contact.received_at, contact.contact_id) - 1 as due_position
from core.contact
anti join core.signature using (contact_id)
