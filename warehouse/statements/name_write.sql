insert or replace into core.theme_name by name
select
    theme_id,
    theme_name,
    terms,
    category_name,
    count_voices,
    $run_id as run_id
from incoming
