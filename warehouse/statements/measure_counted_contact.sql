create or replace temp table counted_contact as
select
    contact.contact_id,
    contact.received_on,
    -- A contact without a customer number counts as a customer of its own, one that says too little
    -- to be compared as a wording of its own.
    coalesce(contact.customer_key, contact.contact_id) as customer,
    coalesce(signature.wording_contact_id, contact.contact_id) as wording,
    contact_copy.contact_id is not null as is_copy
from core.contact
left join core.signature using (contact_id)
left join core.contact_copy using (contact_id)
