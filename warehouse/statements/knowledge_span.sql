select min(day) as first_day, max(day) as last_day
from core.known_day
