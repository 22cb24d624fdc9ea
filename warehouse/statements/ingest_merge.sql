insert into raw.contact by name
with current_version as (
    select source_contact_id, version, row_hash, updated_at
    from raw.contact
    where source_name = $source_name
    qualify row_number() over (partition by source_contact_id order by version desc) = 1
),

-- Only what decides the version is sorted; words join at the end, so that memory stays flat.
in_order as (
    select
        incoming_contact.row_number as file_row,
        incoming_contact.source_contact_id,
        incoming_contact.row_hash,
        incoming_contact.updated_at,
        coalesce(current_version.version, 0) as base_version,
        coalesce(
            lag(incoming_contact.row_hash) over by_time, current_version.row_hash
        ) as previous_hash
    from incoming_contact
    left join current_version using (source_contact_id)
    where
        incoming_contact.updated_at is null
        or current_version.updated_at is null
        or incoming_contact.updated_at >= current_version.updated_at
    window by_time as (
        partition by incoming_contact.source_contact_id
        order by incoming_contact.updated_at nulls first, incoming_contact.row_number
    )
),

changed as (
    select
        file_row,
        base_version + row_number() over (
            partition by source_contact_id order by updated_at nulls first, file_row
        ) as version
    from in_order
    where previous_hash is distinct from row_hash
)

select
    'c' || md5($source_name || chr(31) || incoming_contact.source_contact_id)[1:20] as contact_id,
    $source_name as source_name,
    incoming_contact.source_contact_id,
    changed.version,
    incoming_contact.row_hash,
    incoming_contact.received_at,
    incoming_contact.received_on,
    incoming_contact.updated_at,
    incoming_contact.channel,
    incoming_contact.product,
    incoming_contact.segment,
    incoming_contact.region,
    incoming_contact.customer_key,
    incoming_contact.turns,
    incoming_contact.attributes,
    incoming_contact.published_attributes,
    $file_id as file_id,
    incoming_contact.row_number,
    $run_id as run_id
from changed
inner join incoming_contact on incoming_contact.row_number = changed.file_row
