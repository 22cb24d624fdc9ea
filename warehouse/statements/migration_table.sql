create schema if not exists core;

create table if not exists core.migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default current_timestamp
);
