select flag, count(*) filter (month = '2024-03'),
    count(*) filter (month = '2024-03' and severity = 3),
    count(*) filter (month = '2024-03' and severity = 2),
    count(*) filter (month = '2024-03' and severity = 1), count(*) filter (month = '2024-02')
from (
    select 'fast_lane.' || flag as flag, severity, strftime(received_on, '%Y-%m') as month
    from mart.fast_lane
    where not is_copy and not is_doubted
)
group by flag
order by flag
