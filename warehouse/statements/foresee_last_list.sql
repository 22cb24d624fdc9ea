select max(listed_on) as listed_on
from core.season_list_day
