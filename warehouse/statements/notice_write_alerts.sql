insert into core.notice_alert (alert_id, target, notice_id)
select alert_id, target, notice_id
from incoming
on conflict (alert_id, target) do nothing
