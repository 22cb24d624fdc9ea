delete from core.voice_set_aside
where voice_id in (select voice.voice_id from core.voice inner join core.pin using (text_hash))
