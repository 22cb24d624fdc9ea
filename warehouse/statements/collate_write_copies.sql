insert into core.contact_copy by name
select contact_id, original_contact_id, copy_kind, similarity, $run_id as run_id
from incoming
where original_contact_id is not null
