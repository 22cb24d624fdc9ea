select max(day) as last_day
from core.watched_day
