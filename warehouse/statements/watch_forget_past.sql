delete from core.watch_past
