-- Without a row a voice is compared with the themes as if it had just come.
delete from core.assignment where voice_id in (select voice_id from dealt_voice)
