insert or replace into core.theme_period by name
from counted_theme_period
except
(from core.theme_period semi join changed_period using (grain, period_on))
