insert into core.signature by name
select
    incoming.contact_id,
    due_contact.version,
    due_contact.mask_fingerprint,
    $collate_fingerprint as collate_fingerprint,
    incoming.words_hash,
    incoming.wording_contact_id
from incoming
inner join due_contact using (contact_id)
