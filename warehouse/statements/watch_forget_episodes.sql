delete from core.watch_episode
