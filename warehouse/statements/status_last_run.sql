select run_id, status, started_at, finished_at, error_type
from core.run
order by started_at desc, run_id desc
limit 1
