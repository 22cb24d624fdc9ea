select count(*) as count_alerts
from mart.alert
where
    alert_kind = 'fast_lane'
    and raised_on between $month::date and last_day($month::date)
