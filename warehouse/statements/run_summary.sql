-- What each room did in the runs of a flow over some business days.
select
    run_stage.stage,
    run_stage.unit,
    sum(run_stage.count_read)::bigint as count_read,
    sum(run_stage.count_written)::bigint as count_written,
    sum(run_stage.count_rejected)::bigint as count_rejected,
    sum(run_stage.count_known)::bigint as count_known,
    round(sum(run_stage.seconds), 1) as seconds
from core.run
inner join core.run_stage using (run_id)
where run.flow_name = $flow_name and run.as_of between $first_day and $last_day
group by run_stage.stage, run_stage.unit
