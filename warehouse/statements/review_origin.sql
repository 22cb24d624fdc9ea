-- A file holds many runs; the one that wrote this very file has publishing seconds of 0.
with own_run as (
    select run_id, as_of
    from mart.run_health
    where stage = 'publish'
    order by seconds = 0 desc, started_at desc, run_id desc
    limit 1
),

newest_day as (
    select max(as_of) as data_until
    from mart.run_health
    where status = 'done'
),

oldest_contact as (
    select min(received_on) as data_from
    from mart.contact
)

select own_run.run_id, oldest_contact.data_from, newest_day.data_until
from newest_day
cross join oldest_contact
left join own_run on true
