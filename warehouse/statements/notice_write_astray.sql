insert into core.notice_astray (alert_id)
select alert_id
from incoming
