with month as (
    select * from mart.voice
    where strftime(received_on, '%Y-%m') = '2024-03' and not is_copy
)
select 'trust.heard', count(distinct contact_id) from month
union all select 'trust.voices', count(*) from month
union all select 'trust.explained', count(*) from month where theme_id is not null
union all select 'trust.unexplained', count(*) from month where theme_id is null
union all select 'trust.contacts', count(*) from mart.contact
    where strftime(received_on, '%Y-%m') = '2024-03' and not is_copy
