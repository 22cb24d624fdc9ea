delete from core.contact_copy where contact_id in (select contact_id from stale_contact);

delete from core.signature_band where contact_id in (select contact_id from stale_contact);

delete from core.signature where contact_id in (select contact_id from stale_contact)
