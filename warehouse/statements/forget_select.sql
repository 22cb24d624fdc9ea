create or replace temp table forgotten as
-- Contacts that hold words of a person still, in any version; what was masked whole, came without
-- labels and attributes and was never corrected has nothing to forget.
with spoken as (
    select distinct contact_id
    from core.turn
    where text <> masked
),

received as (
    select distinct received.contact_id
    from raw.contact as received
    inner join core.contact as held using (contact_id)
    where
        received.version <= held.version
        and (
            received.attributes::text <> received.published_attributes::text
            or received.turns::text like '%"label":%'
            or (received.version < held.version and received.turns::text <> '[]')
        )
)

select contact.contact_id, contact.version
from core.contact
where
    ($before::date is null or contact.received_on < $before::date)
    and contact.contact_id in (
        select contact_id
        from spoken
        union all
        select contact_id
        from received
    )
