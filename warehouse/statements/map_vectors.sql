with wanted as (
    select unnest($voice_ids::text[]) as voice_id
)

select voice_text.voice_id, voice_text.text_number, text_vector.vector
from vectors.search.voice_text
inner join wanted using (voice_id)
inner join vectors.search.text_vector using (text_number)
order by voice_text.text_number, voice_text.voice_id
