-- A voice that a theme claimed before keeps its place: closed months do not change.
insert into core.voice_set_aside by name
select due_aside.voice_id, due_aside.kind, due_aside.reason, $run_id as run_id
from due_aside
