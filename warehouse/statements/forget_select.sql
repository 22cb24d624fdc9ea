create or replace temp table forgotten as
-- Contacts that hold words of a person still; what was masked whole has nothing to forget.
select contact.contact_id, contact.version
from core.contact
where
    ($before::date is null or contact.received_on < $before::date)
    and exists (
        select 1
        from core.turn
        where turn.contact_id = contact.contact_id and turn.text <> turn.masked
    )
