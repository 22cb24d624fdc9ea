delete from core.pin where text_hash not in (select text_hash from incoming)
