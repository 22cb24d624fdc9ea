delete from core.waiting
where voice_id in (
    select voice_id
    from due_voice
    inner join core.assignment using (voice_id)
    where assignment.theme_id is not null
)
