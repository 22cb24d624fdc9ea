delete from core.waiting
where voice_id in (
    select waiting.voice_id
    from core.waiting
    inner join core.assignment using (voice_id)
    where assignment.theme_id is not null
)
