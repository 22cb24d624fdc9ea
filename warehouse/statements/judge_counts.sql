select theme_id, period_on, count_contacts
from core.theme_period
where grain = 'day' and period_on <= $as_of
