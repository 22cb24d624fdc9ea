insert or replace into core.assignment by name
select
    due_voice.voice_id,
    incoming.theme_id,
    incoming.strength,
    if(incoming.theme_id is null, 'none', 'assign') as assigned_by,
    $encoder_fingerprint as encoder_fingerprint,
    $count_themes as count_themes_known,
    $run_id as run_id
from due_voice
inner join incoming using (text_hash)
