insert into core.watched_day by name
from incoming
