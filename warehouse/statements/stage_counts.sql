select count_read, count_written, count_rejected, count_known
from core.run_stage
where run_id = $run_id and stage = $stage
