insert into core.founding by name
select
    $discovery_id as discovery_id,
    $theme_day as theme_day,
    $count_voices as count_voices,
    $run_id as run_id
