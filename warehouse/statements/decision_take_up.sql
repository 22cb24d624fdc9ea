update core.decision set run_id = $run_id where run_id is null
