update core.assignment
set
    theme_id = incoming.theme_id,
    strength = incoming.strength,
    assigned_by = if(incoming.theme_id is null, 'none', 'discovery'),
    encoder_fingerprint = $encoder_fingerprint,
    run_id = $run_id
from incoming, core.voice, core.contact
where
    voice.voice_id = assignment.voice_id
    and contact.contact_id = voice.contact_id
    and incoming.text_hash = voice.text_hash
    and contact.received_on <= $theme_day
    and contact.received_on >= $since
    and assignment.assigned_by <> 'person'
    and assignment.theme_id is distinct from incoming.theme_id
