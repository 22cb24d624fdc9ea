select count(*) as count_all
from mart.voice
where
    received_on between $first_on and $last_on
    and assigned_by is not null
    and set_aside_because is null
    and not is_copy
