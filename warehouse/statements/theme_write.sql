insert into core.theme by name
select
    theme_id,
    'proposed' as status,
    $born_on as born_on,
    $discovery_id as discovery_id,
    cluster_number,
    $run_id as run_id
from incoming
