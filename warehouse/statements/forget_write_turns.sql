update raw.contact
set turns = incoming.turns::json
from incoming
inner join forgotten using (contact_id)
where contact.contact_id = incoming.contact_id and contact.version = forgotten.version
