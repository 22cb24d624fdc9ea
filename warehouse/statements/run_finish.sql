update core.run
set status = 'done', finished_at = $finished_at, error_type = null
where run_id = $run_id
