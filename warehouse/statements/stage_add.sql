insert into core.run_stage (
    run_id, stage, unit, count_read, count_written, count_rejected, count_known, seconds
)
values (
    $run_id, $stage, $unit, $count_read, $count_written, $count_rejected, $count_known, $seconds
)
on conflict (run_id, stage) do update set
    count_read = run_stage.count_read + excluded.count_read,
    count_written = run_stage.count_written + excluded.count_written,
    count_rejected = run_stage.count_rejected + excluded.count_rejected,
    count_known = run_stage.count_known + excluded.count_known,
    seconds = run_stage.seconds + excluded.seconds
