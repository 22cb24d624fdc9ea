-- A theme that loses an example chooses anew, even when another voice keeps its count the same.
delete from core.theme_example_state
where theme_id in (
    select theme_example.theme_id
    from core.theme_example
    inner join core.voice using (voice_id)
    semi join incoming using (contact_id)
    anti join kept using (voice_id)
)
