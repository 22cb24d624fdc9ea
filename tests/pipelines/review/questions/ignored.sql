select theme_name, any_value(months_since_acted),
    count(distinct coalesce(customer_key, contact_id))
        filter (received_on > coalesce(last_acted_on, '2000-01-01')),
    any_value(count_years_back), any_value(count_reviews)
from mart.theme_age
inner join mart.voice using (theme_id, theme_name)
where not is_copy and rank_ignored <= 2
group by theme_name
order by theme_name
