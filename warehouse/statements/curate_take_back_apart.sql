delete from core.assignment
where voice_id in (
    select voice.voice_id
    from core.not_this
    inner join core.voice using (text_hash)
    inner join core.contact using (contact_id)
    inner join core.assignment as held
        on held.voice_id = voice.voice_id and held.theme_id = not_this.theme_id
    where
        contact.received_on >= $since
        or not_this.decision_id in (select decision_id from incoming)
)
