select
    theme_id,
    coalesce(any_value(theme_name), theme_id) as theme_name,
    count(*) as count_voices,
    count(distinct coalesce(customer_key, contact_id)) as count_customers,
    count(distinct coalesce(customer_key, contact_id)) filter (received_on >= $month)
        as count_customers_of_month
from mart.voice
where
    received_on between $first_on and $last_on
    and assigned_by is not null
    and set_aside_because is null
    and not is_copy
    and theme_id is not null
group by theme_id
order by count_voices desc, theme_id
