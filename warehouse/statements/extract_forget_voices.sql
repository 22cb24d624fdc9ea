delete from core.voice
where
    contact_id in (select contact_id from incoming)
    and voice_id not in (select voice_id from kept)
