select count(*) from core.decision where run_id is null
