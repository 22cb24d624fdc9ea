select 'trust.' || name, value, value
from (unpivot (
    select sum(count_read) as read, sum(count_written) as written,
        sum(count_rejected) as rejected, sum(count_known) as known
    from mart.run_health where stage = 'ingest'
) on read, written, rejected, known into name name value value)
