create schema raw;

create table raw.file (
    file_id text primary key,
    source_name text not null,
    file_name text not null,
    size_bytes bigint not null,
    modified_ns bigint not null,
    sha256 text not null,
    encoding text,
    encoding_how text,
    status text not null check (status in ('taken', 'quarantined', 'same_content')),
    reason text,
    count_rows bigint not null,
    count_written bigint not null,
    count_rejected bigint not null,
    count_known bigint not null,
    run_id text not null,
    check (count_rows = count_written + count_rejected + count_known)
);
comment on table raw.file is 'one row per file content that arrived in the inbox under one name';

create table raw.contact (
    contact_id text not null,
    source_name text not null,
    source_contact_id text not null,
    version integer not null,
    row_hash text not null,
    received_at timestamptz not null,
    received_on date not null,
    updated_at timestamptz,
    channel text,
    product text,
    segment text,
    region text,
    customer_key text,
    turns json not null,
    attributes json not null,
    published_attributes json not null,
    file_id text not null,
    row_number bigint not null,
    run_id text not null
);
comment on table raw.contact is 'one row per version of a contact as received; append-only';

create table raw.reject (
    file_id text not null,
    row_number bigint not null,
    reason text not null,
    received text not null,
    run_id text not null
);
comment on table raw.reject is 'one row per received row that could not become a contact, with the reason and what was received';
