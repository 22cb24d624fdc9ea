delete from core.season_week
