-- Alerts that were neither told to a target nor passed over.
select
    alert.alert_id,
    alert.alert_kind,
    alert.theme_id,
    alert.theme_name,
    alert.category_name,
    alert.raised_on,
    alert.since_on,
    alert.flag,
    alert.is_grave,
    alert.size,
    alert.expected,
    alert.is_seasonal,
    alert.count_customers,
    alert.segment,
    alert.product,
    alert.channel,
    alert.region,
    alert.teams,
    astray.alert_id is not null as is_astray
from mart.alert as alert
left join core.notice_astray as astray using (alert_id)
anti join (
    select alert_id from core.notice_alert where target = $target
) as known using (alert_id)
order by alert.is_grave desc, alert.raised_on, alert.alert_id
