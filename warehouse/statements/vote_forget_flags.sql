delete from core.text_flag where text_hash in (select text_hash from incoming)
