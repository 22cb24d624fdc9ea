-- What the fast lane flags may carry a complaint whatever its kind.
delete from core.voice_set_aside
where
    list_contains($kinds, kind)
    or voice_id in (select voice_id from core.flagged_voice)
