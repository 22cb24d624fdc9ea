delete from core.voice_set_aside
where voice_id in (select voice_id from core.assignment where assigned_by = 'person')
