create or replace temp table stale_contact as
-- Contacts that were corrected or are compared by other rules, with all that were placed by them,
-- and by those in turn.
with recursive changed as (
    select signature.contact_id
    from core.signature
    left join core.contact
        on contact.contact_id = signature.contact_id
        and contact.version = signature.version
        and contact.mask_fingerprint = signature.mask_fingerprint
    where
        contact.contact_id is null
        or signature.collate_fingerprint <> $collate_fingerprint
),

leaning as (
    select contact_id, wording_contact_id as on_contact_id
    from core.signature
    where wording_contact_id <> contact_id
    union all
    select contact_id, original_contact_id as on_contact_id
    from core.contact_copy
),

stale as (
    select contact_id
    from changed
    union
    select leaning.contact_id
    from leaning
    inner join stale on leaning.on_contact_id = stale.contact_id
)

select contact_id
from stale
