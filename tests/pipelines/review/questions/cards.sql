select theme_name, count(distinct contact_id),
    count(distinct coalesce(customer_key, contact_id)), any_value(count_wordings)
from mart.voice
inner join (
    select theme_id, count_wordings from mart.theme_by_month where month = '2024-03-01'
) using (theme_id)
where not is_copy and strftime(received_on, '%Y-%m') = '2024-03'
group by theme_name
order by 2 desc
