insert into raw.reject by name
select $file_id as file_id, row_number, reason, received, $run_id as run_id
from incoming_reject
order by incoming_reject.row_number
