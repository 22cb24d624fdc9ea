insert into core.alert_carrier by name
from incoming
