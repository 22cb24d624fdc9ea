delete from core.waiting where voice_id in (select voice_id from core.voice_set_aside)
