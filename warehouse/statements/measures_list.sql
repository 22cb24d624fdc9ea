from mart.measure order by measure_id
