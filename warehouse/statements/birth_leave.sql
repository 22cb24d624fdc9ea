-- The voices of months that are over leave too: they have had their theme born.
delete from core.waiting where text_hash in (select text_hash from incoming)
