with voices as (
    select theme_id, product, coalesce(customer_key, contact_id) as customer
    from mart.voice
    where not is_copy and received_on > '2023-03-31'
),
callers as (
    select product, count(distinct coalesce(customer_key, contact_id)) as customers
    from mart.contact
    where not is_copy and received_on > '2023-03-31'
    group by product
)
select product || ' ' || theme_name, count(distinct customer) / any_value(customers)
from voices
inner join callers using (product)
inner join mart.theme using (theme_id)
where theme_id in ('t-late', 't-bill')
group by product, theme_name
order by product
