delete from core.season_day
where day not in (select day from incoming);

insert or replace into core.season_day by name
from incoming
anti join core.season_day using (
    day, one_year_from, one_year_until, two_years_from, two_years_until
)
