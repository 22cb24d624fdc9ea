update core.run set status = 'running', finished_at = null, error_type = null, settings = $settings
where run_id = $run_id
