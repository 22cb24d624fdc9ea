-- Voices that themes are made of; of too many, always the same sample, in an order of no meaning.
select voice_id, theme_id, text, received_on
from mart.voice
where
    received_on between $first_on and $last_on
    and assigned_by is not null
    and set_aside_because is null
    and not is_copy
qualify row_number() over (order by md5(voice_id), voice_id) <= $most
order by voice_id
