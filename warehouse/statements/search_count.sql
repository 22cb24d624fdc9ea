select
    count(*) as count_voices,
    count(distinct text_number) as count_texts,
    min(received_on) as first_on,
    max(received_on) as last_on
from matching_voice
