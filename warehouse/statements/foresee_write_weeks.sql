insert into core.season_week by name
from incoming
