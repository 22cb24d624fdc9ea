delete from core.personal_item where contact_id in (select contact_id from incoming)
