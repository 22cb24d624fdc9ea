select
    (select count(*) from (from incoming except select columns(* exclude run_id) from core.measure))
    + (
        select count(*)
        from core.measure
        where measure_id not in (select measure_id from incoming)
    )
