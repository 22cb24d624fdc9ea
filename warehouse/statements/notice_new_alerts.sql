-- New alerts that no target was looked for yet.
select alert.alert_id, alert.teams
from core.alert as alert
anti join core.notice_alert using (alert_id)
anti join core.notice_astray using (alert_id)
where alert.raised_on >= $newest_on
order by alert.alert_id
