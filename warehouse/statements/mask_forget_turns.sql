delete from core.turn where contact_id in (select contact_id from incoming)
