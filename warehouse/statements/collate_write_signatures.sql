insert into core.signature by name
select
    incoming.contact_id,
    contact.version,
    contact.mask_fingerprint,
    $collate_fingerprint as collate_fingerprint,
    incoming.words_hash,
    incoming.wording_contact_id
from incoming
inner join core.contact using (contact_id)
