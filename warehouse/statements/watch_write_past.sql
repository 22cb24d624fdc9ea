insert into core.watch_past by name
from incoming
