-- Months that are over keep their numbers: their voices are evidence of the theme, not counted.
update core.assignment
set
    theme_id = incoming.theme_id,
    strength = incoming.strength,
    assigned_by = 'discovery',
    encoder_fingerprint = $encoder_fingerprint,
    run_id = $run_id
from incoming, core.waiting
where
    waiting.voice_id = assignment.voice_id
    and waiting.text_hash = incoming.text_hash
    and waiting.received_on between $since and $theme_day
