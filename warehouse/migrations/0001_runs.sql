create table core.run (
    run_id text primary key,
    flow_name text not null,
    as_of date not null,
    status text not null check (status in ('running', 'done', 'failed')),
    started_at timestamptz not null,
    finished_at timestamptz,
    settings json not null,
    error_type text
);
comment on table core.run is 'one row per run of a flow for one business day';

create table core.run_stage (
    run_id text not null,
    stage text not null,
    unit text not null,
    count_read bigint not null,
    count_written bigint not null,
    count_rejected bigint not null,
    count_known bigint not null,
    seconds double not null,
    primary key (run_id, stage),
    check (count_read = count_written + count_rejected)
);
comment on table core.run_stage is 'one row per room of a run: what it took on, and what became of it';

create table core.run_stage_reason (
    run_id text not null,
    stage text not null,
    outcome text not null check (outcome in ('rejected', 'known', 'made')),
    reason text not null,
    count_rows bigint not null,
    primary key (run_id, stage, outcome, reason)
);
comment on table core.run_stage_reason is 'one row per room of a run and reason';

create table core.definition (
    definition_kind text primary key,
    fingerprint text not null,
    run_id text not null
);
comment on table core.definition is 'one row per kind of definition (encoder, tokeniser, masking, extraction, source, customer_key): the one in force';

create table core.marker (
    marker_id text primary key,
    marked_on date not null,
    marker_kind text not null,
    scope text not null,
    description text not null,
    run_id text not null
);
comment on table core.marker is 'one row per change that may move a series without anything having changed for customers';
