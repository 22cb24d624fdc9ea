select count(*) from core.count_known
