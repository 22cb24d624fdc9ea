-- Versions before the one that holds are read no more.
update raw.contact
set turns = '[]'::json
from forgotten
where contact.contact_id = forgotten.contact_id and contact.version < forgotten.version;

-- Sender, subject, quoted mails and signatures are attributes.
update raw.contact
set attributes = contact.published_attributes
from forgotten
where contact.contact_id = forgotten.contact_id and contact.version <= forgotten.version;

update core.contact
set attributes = contact.published_attributes
from forgotten
where contact.contact_id = forgotten.contact_id;

update core.turn
set text = turn.masked
where turn.contact_id in (select contact_id from forgotten);

delete from core.personal_item where contact_id in (select contact_id from forgotten)
