with ingested as (
    select run_id, as_of between $month::date and last_day($month::date) as is_of_month
    from mart.run_health
    where stage = 'ingest'
)

select
    run_reason.reason,
    coalesce(sum(run_reason.count_rows) filter (where ingested.is_of_month), 0)::bigint,
    sum(run_reason.count_rows)::bigint as count_rows
from mart.run_reason
inner join ingested using (run_id)
where run_reason.stage = 'ingest' and run_reason.outcome = 'rejected'
group by run_reason.reason
order by count_rows desc, run_reason.reason
