create or replace temp table incoming_contact (
    row_number bigint,
    source_contact_id text,
    row_hash text,
    received_at timestamptz,
    received_on date,
    updated_at timestamptz,
    channel text,
    product text,
    segment text,
    region text,
    customer_key text,
    turns text,
    attributes text,
    published_attributes text
)
