select 1 from core.run where run_id = $run_id
