select min(period_on) from core.period where grain = 'day'
