select
    alert_id,
    theme_id,
    theme_name,
    alert_kind,
    raised_on,
    since_on,
    size,
    expected,
    count_customers,
    segment,
    product,
    channel,
    is_seasonal
from mart.alert
where theme_id = $theme_id and raised_on <= last_day($month::date)
order by raised_on desc, alert_id
