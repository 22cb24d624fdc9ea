insert into core.discovery by name
select
    $discovery_id as discovery_id,
    $as_of as as_of,
    $encoder_fingerprint as encoder_fingerprint,
    $count_voices as count_voices,
    $count_texts as count_texts,
    $count_clusters as count_clusters,
    $count_unassigned as count_unassigned,
    $report as report,
    $run_id as run_id
