insert into core.watch_episode by name
from incoming
