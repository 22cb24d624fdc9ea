create or replace temp table counted_theme_period as
select
    grain.grain,
    date_trunc(grain.grain, contact.received_on)::date as period_on,
    assignment.theme_id,
    count(distinct contact.contact_id) filter (not contact.is_copy) as count_contacts,
    count(distinct contact.customer) filter (not contact.is_copy) as count_customers,
    count(*) filter (not contact.is_copy) as count_voices,
    count(distinct contact.contact_id) filter (contact.is_copy) as count_copies,
    count(distinct contact.wording) filter (not contact.is_copy) as count_wordings
from core.assignment
inner join core.voice using (voice_id)
inner join counted_contact as contact using (contact_id)
cross join (select unnest(['day', 'week', 'month']) as grain) as grain
where assignment.theme_id is not null
group by all
