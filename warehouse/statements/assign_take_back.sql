delete from core.voice_set_aside where list_contains($kinds, kind)
