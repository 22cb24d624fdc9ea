-- Done runs whose file was left to a later day that then had nothing to add.
with publishing as (
    select max(run.finished_at) as finished_at
    from core.run
    inner join core.run_stage using (run_id)
    where run.status = 'done' and run_stage.stage = 'publish'
)

select run.run_id
from core.run
cross join publishing
where
    run.status = 'done'
    and (publishing.finished_at is null or run.finished_at > publishing.finished_at)
order by run.run_id
