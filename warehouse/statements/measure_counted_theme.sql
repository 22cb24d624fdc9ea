create or replace temp table counted_theme_period as
select
    grain.grain,
    date_trunc(grain.grain, contact.received_on)::date as period_on,
    assignment.theme_id,
    count(distinct contact.contact_id) as count_contacts,
    count(distinct coalesce(contact.customer_key, contact.contact_id)) as count_customers,
    count(*) as count_voices
from core.assignment
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
cross join (select unnest(['day', 'week', 'month']) as grain) as grain
where assignment.theme_id is not null
group by all
