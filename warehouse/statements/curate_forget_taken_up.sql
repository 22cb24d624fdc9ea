delete from core.theme_taken_up where theme_id not in (select theme_id from incoming)
