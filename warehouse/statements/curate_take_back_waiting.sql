delete from core.assignment
where
    theme_id is null
    and voice_id in (
        select voice.voice_id
        from core.voice
        inner join core.contact using (contact_id)
        where contact.received_on >= $since
    )
