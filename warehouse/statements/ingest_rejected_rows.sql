select row_number, reason, received
from raw.reject
where file_id = $file_id
order by reject.row_number
