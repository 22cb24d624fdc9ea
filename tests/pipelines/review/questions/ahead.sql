select theme_name, low, high, factor, count_year_before, count_two_years_before
from mart.season_list
where listed_on = (select max(listed_on) from mart.season_list where listed_on < '2024-04-01')
