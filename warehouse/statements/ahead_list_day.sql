select max(listed_on) as listed_on
from mart.season_list_day
where $on_day::date is null or listed_on <= $on_day
