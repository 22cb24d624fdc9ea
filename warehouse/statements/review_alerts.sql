-- The newest alert of each theme and kind; a series that goes on rising is one piece of news.
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
where
    raised_on between $month::date and last_day($month::date)
    and theme_id is not null
qualify row_number() over (
    partition by theme_id, alert_kind
    order by raised_on desc, size - expected desc, alert_id
) = 1
order by size - expected desc, alert_id
