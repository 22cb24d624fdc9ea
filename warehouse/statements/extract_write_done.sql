insert or replace into core.extraction by name
with batch as (
    select *
    from due_contact
    where due_position >= $first and due_position < $last
),

made as (
    select contact_id, count(*) as count_voices
    from core.voice
    semi join batch using (contact_id)
    group by contact_id
)

select
    batch.contact_id,
    batch.version,
    batch.mask_fingerprint,
    $extract_fingerprint as extract_fingerprint,
    coalesce(made.count_voices, 0) as count_voices,
    if(made.count_voices is null, 'no_customer_words', null) as reason
from batch
left join made using (contact_id)
