with said as (
    select theme_id, contact_id, customer_key, strftime(received_on, '%Y-%m') as month
    from mart.voice
    where not is_copy and theme_id is not null
),
counted as (
    select theme_id,
        count(distinct contact_id) filter (month = '2024-03') as now,
        count(distinct contact_id) filter (month = '2024-02') as before,
        count(distinct coalesce(customer_key, contact_id)) filter (month = '2024-03') as customers
    from said
    group by theme_id
)
select theme.theme_name, now, customers, contacts_per_1000, now - before, before,
    now - count_year_before, count_year_before,
    -- Where the way of counting changed no difference is told.
    case when comparison_two_years_before != 'not_comparable' then now - count_two_years_before end,
    count_two_years_before
from counted
inner join mart.theme using (theme_id)
inner join mart.theme_rate_by_month as rate using (theme_id)
inner join mart.theme_same_season as season using (theme_id)
where rate.month = '2024-03-01' and rate.denominator_kind = 'customers'
    and rate.product is null and rate.segment is null
    and season.grain = 'month' and season.period_on = '2024-03-01'
order by now desc
