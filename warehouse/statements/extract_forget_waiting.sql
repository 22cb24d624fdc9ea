delete from core.waiting
where voice_id in (
    select voice.voice_id
    from core.voice
    semi join incoming using (contact_id)
    anti join kept using (voice_id)
)
