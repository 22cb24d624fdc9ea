with wanted as (
    select unnest($text_numbers::bigint[]) as text_number
),

newest as (
    select
        matching_voice.text_number,
        count(*) as count_voices,
        max_by(
            matching_voice.voice_id, (matching_voice.received_at, matching_voice.voice_id)
        ) as voice_id
    from matching_voice
    semi join wanted using (text_number)
    group by matching_voice.text_number
)

select
    newest.text_number,
    voice.received_on,
    voice.channel,
    voice.product,
    voice.theme_id,
    voice.theme_name,
    newest.count_voices,
    voice.text,
    voice.voice_id,
    voice.contact_id
from newest
inner join mart.voice using (voice_id)
