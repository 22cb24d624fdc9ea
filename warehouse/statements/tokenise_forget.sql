delete from core.token where text_hash in (select text_hash from incoming)
