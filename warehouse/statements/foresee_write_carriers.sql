insert into core.season_carrier by name
from incoming
