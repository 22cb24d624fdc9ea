create or replace temp table heard_voice as
select
    heard_contact.grain,
    heard_contact.period_on,
    heard_contact.contact_id,
    heard_contact.customer,
    heard_contact.wording,
    heard_contact.is_copy,
    assignment.theme_id,
    assignment.voice_id is not null as is_compared,
    coalesce(voice_set_aside.reason = 'no_content', false) as is_without_content
from heard_contact
inner join core.voice using (contact_id)
left join core.assignment using (voice_id)
left join core.voice_set_aside using (voice_id)
