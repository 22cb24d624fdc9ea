create or replace temp table batch_contact as
-- Rows are found by their keys first: asked for at once, every text of the table would be read.
with batch as (
    select contact_id, version
    from due_contact
    where due_position >= $first and due_position < $last
),

found as (
    select received.rowid
    from raw.contact as received
    semi join batch using (contact_id, version)
)

select *
from raw.contact
where rowid in (select rowid from found)
