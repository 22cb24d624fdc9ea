update core.run
set status = 'failed', finished_at = $finished_at, error_type = $error_type
where run_id = $run_id
