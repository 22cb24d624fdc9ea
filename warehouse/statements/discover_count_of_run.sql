select count(*) from core.discovery where run_id = $run_id
