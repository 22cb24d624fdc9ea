insert into core.lineage by name
select
    $rediscovery_id as rediscovery_id,
    line_number,
    $happened_on as happened_on,
    kind,
    theme_id,
    other_theme_id,
    count_voices,
    count_shared,
    share_overlap,
    $is_applied as is_applied,
    $run_id as run_id
from incoming
