-- Only nights: an adaptation is a person's affair and is told apart.
select run_id, status, started_at, finished_at, error_type
from core.run
where flow_name <> 'adapt'
order by started_at desc, run_id desc
limit 1
