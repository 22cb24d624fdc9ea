delete from core.theme_example where theme_id in (select theme_id from incoming)
