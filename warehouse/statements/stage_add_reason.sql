insert into core.run_stage_reason (run_id, stage, outcome, reason, count_rows)
values ($run_id, $stage, $outcome, $reason, $count_rows)
on conflict (run_id, stage, outcome, reason) do update set
    count_rows = run_stage_reason.count_rows + excluded.count_rows
