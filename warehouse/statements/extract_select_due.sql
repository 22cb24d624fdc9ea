create or replace temp table due_contact as
select
    contact.contact_id,
    contact.version,
    contact.mask_fingerprint,
    row_number() over (order by contact.contact_id) - 1 as due_position
from core.contact
left join core.extraction
    on extraction.contact_id = contact.contact_id
    and extraction.version = contact.version
    and extraction.mask_fingerprint = contact.mask_fingerprint
    and extraction.extract_fingerprint = $extract_fingerprint
where extraction.contact_id is null
