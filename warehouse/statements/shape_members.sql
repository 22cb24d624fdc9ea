with shapeless as (
    select theme_id
    from core.theme
    where status <> 'retired' and not exists (
        select 1
        from core.theme_shape
        where
            theme_shape.theme_id = theme.theme_id
            and theme_shape.encoder_fingerprint = $encoder_fingerprint
    )
),

member as (
    select distinct assignment.theme_id, voice.text_hash
    from core.assignment
    inner join core.voice using (voice_id)
    inner join shapeless using (theme_id)
)

select member.theme_id, text_vector.vector
from member
inner join core.text_vector
    on text_vector.text_hash = member.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by member.theme_id, member.text_hash
