delete from core.unexplained_period
where
    (grain, period_on) in (select (grain, period_on) from changed_period)
    and (grain, period_on) not in (select (grain, period_on) from counted_unexplained);

insert or replace into core.unexplained_period by name
from counted_unexplained
except
from core.unexplained_period
