select run_id, status
from core.run
where flow_name = $flow_name and as_of = $as_of
order by started_at, run_id
