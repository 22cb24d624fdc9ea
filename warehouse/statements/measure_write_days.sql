delete from core.measured_day
where received_on not in (select received_on from day_now);

insert or replace into core.measured_day by name
from day_now
except
from core.measured_day
