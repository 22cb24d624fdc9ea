delete from core.season_carrier
where listed_on not in (select listed_on from core.season_list_day);

delete from core.season_entry
where listed_on not in (select listed_on from core.season_list_day)
