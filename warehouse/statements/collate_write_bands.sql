insert into core.signature_band by name
select (unnest(bands) >> 32)::uinteger as band, contact_id
from incoming
where wording_contact_id = contact_id
