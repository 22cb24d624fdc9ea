insert into core.theme_day by name
select
    $theme_day as theme_day,
    $count_waiting as count_waiting,
    $count_born as count_born,
    $run_id as run_id
