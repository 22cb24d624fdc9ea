insert into core.voice_flag by name
select
    voice_id,
    flag_number,
    flag,
    category,
    category_name,
    severity,
    turn_number,
    start_offset,
    end_offset,
    masked
from incoming
