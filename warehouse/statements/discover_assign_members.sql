insert or replace into core.assignment by name
select
    voice.voice_id,
    theme.theme_id,
    cluster_member.strength,
    'discovery' as assigned_by,
    $encoder_fingerprint as encoder_fingerprint,
    $count_themes as count_themes_known,
    $run_id as run_id
from core.cluster_member
inner join core.theme using (discovery_id, cluster_number)
inner join core.voice using (text_hash)
inner join core.assignment using (voice_id)
where cluster_member.discovery_id = $discovery_id and assignment.theme_id is null
