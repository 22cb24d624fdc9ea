delete from core.measure_effect where measure_id not in (select measure_id from core.measure)
