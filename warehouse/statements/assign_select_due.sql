create or replace temp table due_voice as
with fresh as (
    select voice.voice_id, voice.contact_id, voice.text_hash, voice.kind
    from core.voice
    anti join core.assignment using (voice_id)
    anti join core.voice_set_aside using (voice_id)
),

-- Months that are over keep their numbers when the encoder changes.
placed_anew as (
    select voice.voice_id, voice.contact_id, voice.text_hash, voice.kind
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    where
        assignment.theme_id is null
        and assignment.encoder_fingerprint <> $encoder_fingerprint
        and contact.received_on >= date_trunc('month', $as_of::date)
),

due as (
    from fresh
    union all
    from placed_anew
)

select due.voice_id, due.contact_id, due.text_hash, contact.received_on
from due
inner join core.contact using (contact_id)
where
    (
        due.kind is null
        or list_contains($kinds, due.kind)
        -- What the fast lane flags may carry a complaint whatever its kind.
        or due.voice_id in (select voice_id from core.flagged_voice)
    )
    and contact.received_on <= $until
