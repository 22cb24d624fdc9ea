select greatest($as_of, coalesce(max(as_of), $as_of)) as data_until
from core.run
where status = 'done'
