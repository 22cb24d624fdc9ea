insert into core.season_list_day by name
from incoming
