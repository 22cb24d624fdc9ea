create or replace temp table due_voice as
select voice.voice_id, voice.text_hash
from core.voice
inner join core.contact using (contact_id)
left join core.assignment using (voice_id)
where
    (
        voice.kind is null
        or list_contains($kinds, voice.kind)
        -- What the fast lane flags may carry a complaint whatever its kind.
        or voice.voice_id in (select voice_id from core.flagged_voice)
    )
    and (
        assignment.voice_id is null
        or (
            assignment.theme_id is null
            and (
                assignment.count_themes_known < $count_themes
                -- Months that are over keep their numbers when the encoder changes.
                or (
                    assignment.encoder_fingerprint <> $encoder_fingerprint
                    and contact.received_on >= date_trunc('month', $as_of::date)
                )
            )
        )
    )
