select min(period_on) as first_day, max(period_on) as last_day
from core.period
where grain = 'day'
