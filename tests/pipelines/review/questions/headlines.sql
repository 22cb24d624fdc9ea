with month as (
    select m::date as month
    from unnest(['2024-03-01', '2024-02-01', '2023-03-01']) as months (m)
),

told as (
    select month,
        (select count(*)::double from mart.contact
         where not is_copy and date_trunc('month', received_on) = month) as contacts,
        (select count(distinct theme_id)::double from mart.voice
         where not is_copy and date_trunc('month', received_on) = month) as themes,
        (select count(distinct voice_id)::double from mart.fast_lane
         where not is_copy and not is_doubted
            and date_trunc('month', received_on) = month) as urgent
    from month
)

select 'headline.' || name, max(value) filter (month = '2024-03-01'),
    max(value) filter (month = '2024-02-01'), max(value) filter (month = '2023-03-01')
from (unpivot told on contacts, themes, urgent into name name value value)
group by name
order by name
