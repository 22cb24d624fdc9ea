select
    (select min(received_on) from mart.contact) as data_from,
    (select max(as_of) from mart.run_health where status = 'done') as data_until
