delete from core.measure where measure_id not in (select measure_id from incoming);

insert or replace into core.measure by name
select *, $run_id as run_id
from (
    from incoming
    except
    select columns(* exclude run_id) from core.measure
)
