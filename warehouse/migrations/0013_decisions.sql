-- What people decided about themes, replayed from decisions.jsonl by room curate.
create table core.decision (
    decision_id text primary key,
    decided_at timestamptz not null,
    decided_by text not null,
    verb text not null,
    theme_ids text[] not null,
    theme_names text[] not null,
    count_voices integer not null,
    is_restated boolean not null,
    state text not null check (
        state in ('in_force', 'partly_overridden', 'overridden', 'undone', 'no_effect')
    ),
    state_by text,
    run_id text,
    restated_by text
);
comment on table core.decision is 'one row per decision of a person in decisions.jsonl, with what became of it; run_id is the night that took it up, restated_by the one that rewrote months that were over because of it';

create table core.theme_found (
    theme_id text primary key,
    status text not null,
    retired_on date,
    retired_reason text,
    merged_into text
);
comment on table core.theme_found is 'one row per theme on whose state a decision lies: the state that the nights had given it, for the day when the decision is undone';

create table core.theme_name_found (
    theme_id text primary key,
    theme_name text,
    category_name text
);
comment on table core.theme_name_found is 'one row per theme that a person named: the name that the nights had given it, null where they had given none';

create table core.theme_taken_up (
    theme_id text primary key,
    owner_theme_id text,
    split_from text,
    examples_hash text not null
);
comment on table core.theme_taken_up is 'one row per theme with decisions on it: what the last night knew of them when it placed voices (owner_theme_id is null for a retired theme)';

create table core.pin (
    text_hash text primary key,
    theme_id text not null,
    verb text not null check (verb in ('move', 'pin', 'example', 'split', 'make')),
    decision_id text not null
);
comment on table core.pin is 'one row per statement that a person placed in a theme: no night puts it anywhere else; examples and parts of a split place others by their likeness, too';

create table core.not_this (
    text_hash text not null,
    theme_id text not null,
    decision_id text not null,
    primary key (text_hash, theme_id)
);
comment on table core.not_this is 'one row per statement and theme that a person kept apart';

create table core.theme_prototype (
    theme_id text not null,
    encoder_fingerprint text not null,
    basis text not null,
    centroid float[] not null,
    radius float not null,
    primary key (theme_id, encoder_fingerprint)
);
comment on table core.theme_prototype is 'one row per theme and encoder that people gave examples or a name: where these put it, instead of core.theme_shape; basis tells what it was computed from';

create table core.theme_period_former (
    theme_id text not null,
    series_version integer not null,
    grain text not null,
    period_on date not null,
    count_contacts bigint not null,
    count_customers bigint not null,
    count_voices bigint not null,
    count_copies bigint not null,
    count_wordings bigint not null,
    primary key (theme_id, series_version, grain, period_on)
);
comment on table core.theme_period_former is 'one row per theme, period and former version of its series: the numbers before a restatement';

alter table core.theme add column approved_on date;
alter table core.theme add column retired_on date;
alter table core.theme add column retired_reason text;
alter table core.theme add column merged_into text;
alter table core.theme add column series_version integer default 1;
alter table core.theme_name add column is_named_by_person boolean default false;

-- A check cannot be changed in place.
create table core.assignment_new (
    voice_id text primary key,
    theme_id text,
    strength float,
    assigned_by text not null check (assigned_by in ('discovery', 'assign', 'person', 'none')),
    encoder_fingerprint text not null,
    count_themes_known integer not null,
    run_id text not null
);
insert into core.assignment_new from core.assignment;
drop table core.assignment;
alter table core.assignment_new rename to assignment;
comment on table core.assignment is 'one row per voice that was compared with the themes; theme_id is null while none explains it';
