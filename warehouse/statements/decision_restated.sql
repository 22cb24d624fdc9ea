update core.decision
set restated_by = $run_id
where is_restated and restated_by is null and state in ('in_force', 'partly_overridden')
