insert into core.theme by name
select
    theme_id,
    'active' as status,
    born_on,
    -- No discovery found it, so no member of a cluster is its founder.
    'decision' as discovery_id,
    0 as cluster_number,
    'decision' as run_id,
    1 as series_version
from incoming
