-- What was said before is left as it was; the same again is not said again.
create or replace temp table new_effect as
with latest as (
    from core.measure_effect
    where judged_on <= $as_of
    qualify row_number() over (partition by measure_id order by judged_on desc) = 1
)

from incoming
except
select columns(* exclude (judged_on, run_id)) from latest
