insert into core.season_judged by name
from incoming
