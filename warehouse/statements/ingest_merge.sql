insert into raw.contact by name
with current_version as (
    select contact_id, version, row_hash, updated_at
    from raw.contact
    where source_name = $source_name
    qualify row_number() over (partition by contact_id order by version desc) = 1
),

identified as (
    select
        'c' || md5($source_name || chr(31) || source_contact_id)[1:20] as contact_id,
        incoming_contact.*
    from incoming_contact
),

in_order as (
    select
        identified.*,
        coalesce(current_version.version, 0) as base_version,
        coalesce(
            lag(identified.row_hash) over by_time, current_version.row_hash
        ) as previous_hash
    from identified
    left join current_version using (contact_id)
    where
        identified.updated_at is null
        or current_version.updated_at is null
        or identified.updated_at >= current_version.updated_at
    window by_time as (
        partition by identified.contact_id
        order by identified.updated_at nulls first, identified.row_number
    )
),

changed as (
    select * from in_order where previous_hash is distinct from row_hash
)

select
    contact_id,
    $source_name as source_name,
    source_contact_id,
    base_version + row_number() over (
        partition by contact_id order by updated_at nulls first, changed.row_number
    ) as version,
    row_hash,
    received_at,
    received_on,
    updated_at,
    channel,
    product,
    segment,
    region,
    customer_key,
    turns,
    attributes,
    published_attributes,
    $file_id as file_id,
    changed.row_number as row_number,
    $run_id as run_id
from changed
order by contact_id, version
