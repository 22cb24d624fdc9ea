-- Statements from the surest to the least sure in even steps, so that together they lie where the
-- theme lies and reach as far as it does.
with said as (
    select
        assignment.theme_id,
        voice.text_hash,
        max(assignment.strength) as strength,
        min_by(voice.voice_id, voice.voice_id) as voice_id,
        min_by(voice.contact_id, voice.voice_id) as contact_id
    from core.assignment
    inner join core.voice using (voice_id)
    anti join core.contact_copy using (contact_id)
    where assignment.theme_id in (select theme_id from incoming)
    group by assignment.theme_id, voice.text_hash
),

ranked as (
    select
        *,
        row_number() over (partition by theme_id order by strength desc, text_hash) - 1 as place,
        count(*) over (partition by theme_id) as count_said
    from said
)

select theme_id, voice_id, contact_id, text_hash
from ranked
qualify
    row_number() over (
        partition by theme_id, place * $most // greatest(count_said, $most) order by place
    ) = 1
order by theme_id, voice_id
