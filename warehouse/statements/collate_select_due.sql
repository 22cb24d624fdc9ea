create or replace temp table due_contact as
with due as (
    from open_contact
    union
    from stale_contact
)

select
    contact.contact_id,
    contact.version,
    contact.mask_fingerprint,
    epoch_ms(contact.received_at) as received_ms,
    contact.customer_key,
    contact.segment,
    contact.region,
    contact.product,
    row_number() over (order by contact.received_at, contact.contact_id) - 1 as due_position
from core.contact
semi join due using (contact_id)
