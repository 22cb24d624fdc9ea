-- A voice that is new to the home takes its place whatever its month; one that has a place, or was
-- set aside, keeps that once its month is over.
insert or replace into core.assignment by name
select
    voice.voice_id,
    pin.theme_id,
    1.0 as strength,
    'person' as assigned_by,
    $encoder_fingerprint as encoder_fingerprint,
    0 as count_themes_known,
    $run_id as run_id
from core.pin
inner join core.voice using (text_hash)
inner join core.contact using (contact_id)
left join core.assignment as held using (voice_id)
left join core.voice_set_aside using (voice_id)
where
    (held.theme_id is distinct from pin.theme_id or held.assigned_by <> 'person')
    and (
        (held.voice_id is null and voice_set_aside.voice_id is null)
        or contact.received_on >= $since
        or pin.decision_id in (select decision_id from incoming)
    )
