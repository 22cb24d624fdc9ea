insert or replace into core.measure_effect by name
select *, $as_of as judged_on, $run_id as run_id
from new_effect
