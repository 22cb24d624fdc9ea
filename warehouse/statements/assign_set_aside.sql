-- A voice that a theme claimed before keeps its place: closed months do not change.
insert into core.voice_set_aside by name
select voice.voice_id, voice.kind, $run_id as run_id
from core.voice
left join core.assignment using (voice_id)
anti join core.voice_set_aside using (voice_id)
-- What the fast lane flags may carry a complaint whatever its kind.
anti join core.flagged_voice using (voice_id)
where
    voice.kind is not null
    and not list_contains($kinds, voice.kind)
    and assignment.theme_id is null
