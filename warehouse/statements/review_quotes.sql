-- Chosen examples differ from each other, so they come first (those of the month before older
-- ones); other voices of the month fill up. Nothing said after the month appears in its review.
with wanted as (
    select unnest($theme_ids::text[]) as theme_id
),

candidate as (
    select
        theme_id,
        case when received_on >= $month::date then 0 else 1 end as place,
        example_number as place_number,
        received_on,
        channel,
        product,
        text
    from mart.theme_example
    where received_on <= last_day($month::date)
    union all
    select
        theme_id,
        2 as place,
        row_number() over (partition by theme_id order by strength desc nulls last, voice_id)
            as place_number,
        received_on,
        channel,
        product,
        text
    from mart.voice
    where received_on between $month::date and last_day($month::date)
),

differing as (
    select candidate.*
    from candidate
    inner join wanted using (theme_id)
    qualify
        row_number() over (
            partition by candidate.theme_id, candidate.text
            order by candidate.place, candidate.place_number
        ) = 1
)

select theme_id, received_on, channel, product, text
from differing
qualify
    row_number() over (partition by theme_id order by place, place_number) <= $count_quotes
order by theme_id, place, place_number
