delete from core.not_this
where (text_hash, theme_id) not in (select (text_hash, theme_id) from incoming)
