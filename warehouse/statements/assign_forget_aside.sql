-- What waited for a theme before its kind was excluded waits no longer.
delete from core.assignment
where theme_id is null and voice_id in (select voice_id from core.voice_set_aside)
