create or replace temp table stale_contact as
-- What of open_contact has a place, with all that were placed by them, and by those in turn.
with recursive changed as (
    select contact_id
    from core.signature
    semi join open_contact using (contact_id)
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
