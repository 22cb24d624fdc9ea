insert or replace into core.known_day by name
select day, coalesce(fingerprint, 0) as fingerprint
from due_day
