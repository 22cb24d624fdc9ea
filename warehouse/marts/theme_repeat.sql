create or replace view mart.theme_repeat as
with data_until as (
    select max(period_on) as last_day
    from core.period
    where grain = 'day'
),

rule as (
    select coalesce(max(within_days), 30) as within_days
    from core.repeat_rule
),

told as (
    select distinct
        assignment.theme_id,
        contact.contact_id,
        contact.customer_key,
        contact.received_at,
        contact.received_on
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    anti join core.contact_copy using (contact_id)
    where assignment.theme_id is not null and contact.customer_key is not null
),

followed as (
    select
        theme_id,
        customer_key,
        received_on,
        lead(received_on) over by_time - received_on as days_to_next
    from told
    window by_time as (partition by theme_id, customer_key order by received_at, contact_id)
),

counted as (
    select
        followed.theme_id,
        count(*) as count_contacts,
        count(distinct followed.customer_key) as count_customers,
        count(*) filter (followed.days_to_next <= rule.within_days) as count_contacts_followed,
        count(distinct followed.customer_key)
            filter (followed.days_to_next <= rule.within_days) as count_customers_back,
        count(*) filter (followed.received_on + rule.within_days <= data_until.last_day)
            as count_contacts_due,
        count(*) filter (
            followed.received_on + rule.within_days <= data_until.last_day
            and followed.days_to_next <= rule.within_days
        ) as count_contacts_due_followed,
        median(followed.days_to_next) filter (followed.days_to_next <= rule.within_days)
            as median_days_to_next,
        any_value(rule.within_days) as within_days
    from followed
    cross join rule
    cross join data_until
    group by followed.theme_id
)

select
    counted.theme_id,
    theme_name.theme_name,
    counted.count_contacts,
    counted.count_customers,
    counted.count_contacts_followed,
    counted.count_customers_back,
    counted.count_customers_back / counted.count_customers as share_customers_back,
    counted.count_contacts_due,
    counted.count_contacts_due_followed,
    counted.count_contacts_due_followed / nullif(counted.count_contacts_due, 0) as share_followed,
    counted.median_days_to_next,
    counted.within_days
from counted
left join core.theme_name using (theme_id);

comment on view mart.theme_repeat is 'one row per theme that was told by a customer with a customer number: how many of them come back with the same theme within [repeat] within_days (30) days';
comment on column mart.theme_repeat.theme_id is 'theme (mart.theme)';
comment on column mart.theme_repeat.theme_name is 'name of the theme';
comment on column mart.theme_repeat.count_contacts is 'contacts with a voice of the theme and a customer number, copies left out';
comment on column mart.theme_repeat.count_customers is 'distinct customers of these contacts';
comment on column mart.theme_repeat.count_contacts_followed is 'those after which the same customer told of the same theme again within the days';
comment on column mart.theme_repeat.count_customers_back is 'distinct customers who did so at least once';
comment on column mart.theme_repeat.share_customers_back is 'count_customers_back / count_customers, 0 to 1';
comment on column mart.theme_repeat.count_contacts_due is 'contacts since which all the days have passed: only of these can it be said whether the customer came back';
comment on column mart.theme_repeat.count_contacts_due_followed is 'those of count_contacts_due that were followed within the days';
comment on column mart.theme_repeat.share_followed is 'count_contacts_due_followed / count_contacts_due, 0 to 1: what the contact did not settle; null while none is due';
comment on column mart.theme_repeat.median_days_to_next is 'median days until the next contact where there was one within the days';
comment on column mart.theme_repeat.within_days is 'the days, as set when the night ran';
