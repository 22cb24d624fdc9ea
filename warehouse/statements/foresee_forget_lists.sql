-- Lists of Mondays are for use; those of a first of the month stay for ever.
delete from core.season_list_day
where day(listed_on) != 1 and listed_on < $kept_from
