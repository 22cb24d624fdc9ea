insert or replace into core.period by name
from counted_period
except
from core.period
