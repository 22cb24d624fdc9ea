-- Living themes without a name, and those that grew so much since they were named by the voices.
with member as (
    select assignment.theme_id, count(*) as count_voices
    from core.assignment
    inner join core.voice using (voice_id)
    anti join core.contact_copy using (contact_id)
    where assignment.theme_id is not null
    group by assignment.theme_id
)

select
    theme.theme_id,
    coalesce(theme_name.theme_name, '') as theme_name,
    member.count_voices
from core.theme
inner join member using (theme_id)
left join core.theme_name using (theme_id)
where
    theme.status <> 'retired'
    and (
        theme_name.theme_id is null
        or (
            not coalesce(theme_name.is_named_by_person, false)
            -- Whoever approved a theme has said yes to its name.
            and theme.approved_on is null
            and member.count_voices >= $growth * theme_name.count_voices
        )
    )
order by theme.theme_id
