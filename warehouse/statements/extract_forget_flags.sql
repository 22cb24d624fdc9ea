-- Of the voices that stay, too: what is in them is read anew.
delete from core.voice_flag
where voice_id in (
    select voice.voice_id
    from core.voice
    semi join incoming using (contact_id)
)
