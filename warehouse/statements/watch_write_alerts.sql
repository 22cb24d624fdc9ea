insert into core.alert by name
with customers as (
    select alert_id, count(distinct customer)::integer as count_customers
    from alert_voice
    group by alert_id
)

select
    new_alert.*,
    coalesce(customers.count_customers, 0) as count_customers,
    coalesce(incoming.voice_ids, []) as voice_ids
from new_alert
left join customers using (alert_id)
left join incoming using (alert_id)
