select count(*) from new_effect
