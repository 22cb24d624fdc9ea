insert into published.mart.run_health by name
select
    run_id,
    flow_name,
    as_of,
    started_at,
    'done' as status,
    'publish' as stage,
    'table' as unit,
    $count_tables as count_read,
    $count_tables as count_written,
    0 as count_rejected,
    0 as count_known,
    0.0 as seconds
from core.run
where run_id = $run_id
