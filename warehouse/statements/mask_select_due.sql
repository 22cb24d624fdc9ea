create or replace temp table due_contact as
with newest as (
    select *
    from raw.contact
    qualify row_number() over (partition by contact_id order by version desc) = 1
)

select
    newest.*,
    row_number() over (order by newest.received_at, newest.contact_id) - 1 as due_position
from newest
left join core.contact
    on contact.contact_id = newest.contact_id
    and contact.version = newest.version
    and contact.mask_fingerprint = $mask_fingerprint
where newest.received_on <= $as_of and contact.contact_id is null
