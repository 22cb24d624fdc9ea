-- Of the voices that stay, too: another model may have found another kind.
delete from core.voice_set_aside
where voice_id in (
    select voice.voice_id
    from core.voice
    semi join incoming using (contact_id)
)
