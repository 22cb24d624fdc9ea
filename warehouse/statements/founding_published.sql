select count(*) > 0
from core.run
where status = 'done' and run_id <> $run_id
