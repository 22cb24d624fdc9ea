-- A review of March is read in April: the list of the first of April belongs to it.
select max(listed_on) as listed_on
from mart.season_list_day
where listed_on <= last_day($month::date) + 1
