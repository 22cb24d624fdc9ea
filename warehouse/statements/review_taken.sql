with ingested as (
    select *, as_of between $month::date and last_day($month::date) as is_of_month
    from mart.run_health
    where stage = 'ingest'
)

select
    coalesce(sum(count_read) filter (where is_of_month), 0)::bigint,
    coalesce(sum(count_written) filter (where is_of_month), 0)::bigint,
    coalesce(sum(count_known) filter (where is_of_month), 0)::bigint,
    coalesce(sum(count_read), 0)::bigint,
    coalesce(sum(count_written), 0)::bigint,
    coalesce(sum(count_known), 0)::bigint
from ingested
