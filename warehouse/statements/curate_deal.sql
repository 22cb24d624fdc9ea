update core.assignment
set
    theme_id = incoming.theme_id,
    strength = incoming.strength,
    assigned_by = 'assign',
    encoder_fingerprint = $encoder_fingerprint,
    run_id = $run_id
from incoming, dealt_voice
where
    dealt_voice.voice_id = assignment.voice_id
    and incoming.text_hash = dealt_voice.text_hash
    and assignment.theme_id is distinct from incoming.theme_id
