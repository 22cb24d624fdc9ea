-- Voices of the month first, those chosen as examples before others, then older examples; one of
-- each customer. Nothing said after the month appears in its review.
with wanted as (
    select unnest($theme_ids::text[]) as theme_id
),

candidate as (
    select
        theme_id,
        voice_id,
        case when received_on >= $month::date then 0 else 2 end as place,
        example_number as place_number
    from mart.theme_example
    where received_on <= last_day($month::date)
    union all
    select
        theme_id,
        voice_id,
        1 as place,
        row_number() over (partition by theme_id order by strength desc nulls last, voice_id)
            as place_number
    from mart.voice
    where
        received_on between $month::date and last_day($month::date)
        and theme_id is not null
        and not is_copy
    qualify place_number <= $count_candidates
)

select
    candidate.theme_id,
    voice.voice_id,
    voice.received_on,
    voice.channel,
    voice.product,
    voice.segment,
    voice.text
from candidate
inner join wanted using (theme_id)
inner join mart.voice as voice using (voice_id)
where not voice.is_copy
qualify row_number() over (
    partition by candidate.theme_id, coalesce(voice.customer_key, voice.contact_id)
    order by candidate.place, candidate.place_number, voice.voice_id
) = 1
order by candidate.theme_id, candidate.place, candidate.place_number, voice.voice_id
