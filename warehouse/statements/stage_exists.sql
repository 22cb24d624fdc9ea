select 1 from core.run_stage where run_id = $run_id and stage = $stage
