-- Contacts that are new, were corrected or are compared by other rules than when they were placed.
create or replace temp table open_contact as
select contact_id
from core.contact
anti join core.signature using (contact_id, version, mask_fingerprint)
union
select contact_id
from core.signature
where collate_fingerprint <> $collate_fingerprint
