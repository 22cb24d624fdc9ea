with placeless as (
    select theme_id
    from core.theme
    -- A merged theme's place is one of its successor's.
    where (status <> 'retired' or merged_into is not null) and not exists (
        select 1
        from core.theme_shape
        where
            theme_shape.theme_id = theme.theme_id
            and theme_shape.encoder_fingerprint = $encoder_fingerprint
    )
),

said as (
    select
        assignment.theme_id,
        voice.text_hash,
        count(*) as count_voices,
        count(*) filter (where assignment.assigned_by = 'discovery') as count_founding
    from core.assignment
    inner join core.voice using (voice_id)
    inner join placeless using (theme_id)
    anti join core.contact_copy using (contact_id)
    group by assignment.theme_id, voice.text_hash
),

-- Voices that came later were let in because they lay within the former reach. A reach computed
-- from them would be smaller each time; only the founding ones, if any are left, tell it.
member as (
    select
        theme_id,
        text_hash,
        if(max(count_founding) over of_theme > 0, count_founding, count_voices) as count_members
    from said
    window of_theme as (partition by theme_id)
),

-- A hash is as good as a lot.
drawn as (
    select *
    from member
    where count_members > 0
    qualify row_number() over (partition by theme_id order by text_hash) <= $most_members
)

select drawn.theme_id, drawn.count_members, text_vector.vector
from drawn
inner join core.text_vector
    on text_vector.text_hash = drawn.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by drawn.theme_id, drawn.text_hash
