-- What a person placed once and holds no longer.
delete from core.assignment
where
    assigned_by = 'person'
    and voice_id in (
        select voice.voice_id
        from core.voice
        inner join core.contact using (contact_id)
        anti join core.pin using (text_hash)
        where contact.received_on >= $since
    )
