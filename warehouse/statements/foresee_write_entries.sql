insert into core.season_entry by name
from incoming
