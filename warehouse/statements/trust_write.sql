insert or replace into core.theme_trust by name
select
    theme_id,
    $measured_on as measured_on,
    $count_resamples as count_resamples,
    share_found,
    mean_jaccard,
    coherence,
    separation,
    is_quotable,
    $run_id as run_id
from incoming
