-- Themes whose examples were never chosen, that lost voices, or that grew enough since.
with member as (
    select assignment.theme_id, count(*) as count_voices
    from core.assignment
    inner join core.voice using (voice_id)
    anti join core.contact_copy using (contact_id)
    where assignment.theme_id is not null
    group by assignment.theme_id
),

lost as (
    select distinct theme_example.theme_id
    from core.theme_example
    left join core.assignment using (voice_id)
    where assignment.theme_id is distinct from theme_example.theme_id
)

select member.theme_id
from member
left join core.theme_example_state using (theme_id)
where
    theme_example_state.theme_id is null
    or theme_example_state.count_wordings is null
    or member.count_voices < theme_example_state.count_voices
    or member.count_voices >= $growth * theme_example_state.count_voices
    and member.count_voices > theme_example_state.count_voices
    or member.theme_id in (select lost.theme_id from lost)
order by member.theme_id
