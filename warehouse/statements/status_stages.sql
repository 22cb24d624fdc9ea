select stage, unit, count_read, count_written, count_rejected, count_known, seconds
from core.run_stage
where run_id = $run_id
order by list_position(
    [
        'ingest', 'mask', 'extract', 'collate', 'tokenise', 'sift', 'embed', 'vote', 'curate',
        'assign', 'discover', 'rediscover', 'restate', 'name', 'denominators',
        'measure', 'bridge', 'outages', 'record', 'watch', 'foresee', 'judge', 'reviews', 'publish'
    ],
    stage
)
