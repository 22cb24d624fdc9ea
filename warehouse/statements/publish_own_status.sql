-- The file is built before its own stage is committed: it must show the run that made it as done.
update published.mart.run_health set status = 'done' where run_id = $run_id
