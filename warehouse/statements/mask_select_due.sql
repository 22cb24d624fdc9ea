create or replace temp table due_contact as
-- A correction can move a contact to a later day: until that day is over, the version before it
-- holds. What core holds already is read anew under other rules whatever the day of the night.
-- Only keys are kept, not the words of the whole night.
with newest as (
    select received.contact_id, max(received.version) as version
    from raw.contact as received
    left join core.contact as held using (contact_id)
    where received.received_on <= $as_of or received.version <= held.version
    group by received.contact_id
),

due as (
    select newest.contact_id, newest.version
    from newest
    left join core.contact
        on contact.contact_id = newest.contact_id
        and contact.version = newest.version
        and contact.mask_fingerprint = $mask_fingerprint
    where contact.contact_id is null
)

select
    received.contact_id,
    received.version,
    row_number() over (order by received.received_at, received.contact_id) - 1 as due_position
from raw.contact as received
inner join due using (contact_id, version)
