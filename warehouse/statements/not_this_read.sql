select text_hash, theme_id, decision_id from core.not_this order by all
