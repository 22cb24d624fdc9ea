create or replace view mart.season_list_day as
select listed_on, count_entries, spread
from core.season_list_day;

comment on view mart.season_list_day is 'one row per list of coming seasons (mart.season_list), those without an entry as well';
comment on column mart.season_list_day.listed_on is 'day of the list: each first of a month, and the Mondays of the last five weeks';
comment on column mart.season_list_day.count_entries is 'themes on the list';
comment on column mart.season_list_day.spread is 'how much a season differs from year to year beyond chance, as known on that day: standard deviation of the logarithm of its factor';
