delete from core.voice_set_aside
where
    (
        reason = 'kind'
        and (
            list_contains($kinds, kind)
            -- What the fast lane flags may carry a complaint whatever its kind.
            or voice_id in (select voice_id from core.flagged_voice)
        )
    )
    or (
        reason = 'no_content'
        and voice_id in (
            select voice.voice_id
            from core.voice
            inner join core.sifted_text using (text_hash)
            where sifted_text.has_content
        )
    )
