insert or replace into core.contact by name
select
    contact_id,
    source_name,
    source_contact_id,
    incoming.published_source_id,
    version,
    received_at,
    received_on,
    channel,
    product,
    segment,
    region,
    customer_key,
    attributes,
    published_attributes,
    json_array_length(turns) as count_turns,
    $mask_fingerprint as mask_fingerprint,
    $run_id as run_id
from batch_contact
inner join incoming using (contact_id)
