insert or replace into core.extraction by name
with made as (
    select contact_id, count(*) as count_voices
    from core.voice
    group by contact_id
)

select
    due_contact.contact_id,
    due_contact.version,
    due_contact.mask_fingerprint,
    $extract_fingerprint as extract_fingerprint,
    coalesce(made.count_voices, 0) as count_voices,
    if(made.count_voices is null, 'no_customer_words', null) as reason
from due_contact
left join made using (contact_id)
where due_contact.due_position >= $first and due_contact.due_position < $last
