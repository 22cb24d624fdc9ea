insert or replace into core.theme_found by name
select
    theme_id,
    found_status as status,
    found_retired_on as retired_on,
    found_retired_reason as retired_reason,
    found_merged_into as merged_into
from incoming
where found_status is not null
