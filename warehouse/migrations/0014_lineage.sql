create table core.theme_day (
    theme_day date primary key,
    count_waiting bigint not null,
    count_born integer not null,
    run_id text not null
);
comment on table core.theme_day is 'one row per fixed weekly day on which births of themes were decided, from what was received by then';

create table core.waiting (
    voice_id text primary key,
    contact_id text not null,
    text_hash text not null,
    received_on date not null,
    theme_day date not null
);
comment on table core.waiting is 'one row per voice that waits for a theme to be born; theme_day is the first fixed day that looks at it';

create table core.founding (
    discovery_id text primary key,
    theme_day date not null,
    count_voices bigint not null,
    run_id text not null
);
comment on table core.founding is 'one row per fixed day on which all voices so far were clustered: the first themes, and again after each doubling';

create table core.text_theme (
    text_hash text primary key,
    theme_id text
);
comment on table core.text_theme is 'one row per statement that a founding or a birth looked at: the theme that it belongs to from then on, null for none; in months that were over by then its voices are counted where they were';

create table core.theme_margin (
    theme_id text not null,
    encoder_fingerprint text not null,
    margin float not null,
    primary key (theme_id, encoder_fingerprint)
);
comment on table core.theme_margin is 'one row per theme and encoder: how much nearer than the next theme a voice must be, as a share of the next distance';

create table core.lineage (
    rediscovery_id text not null,
    line_number integer not null,
    happened_on date not null,
    kind text not null check (kind in ('continued', 'split', 'merged', 'born', 'retired')),
    theme_id text not null,
    other_theme_id text,
    count_voices bigint not null,
    count_shared bigint not null,
    share_overlap double not null,
    is_applied boolean not null,
    run_id text not null,
    primary key (rediscovery_id, line_number)
);
comment on table core.lineage is 'one row per theme and what became of it in a new clustering: continued, split off another, merged into another, born or retired';

create table core.theme_proposal (
    proposal_id text primary key,
    rediscovery_id text not null,
    proposed_on date not null,
    kind text not null check (kind in ('split', 'merge', 'retire', 'born')),
    theme_ids text[] not null,
    count_voices bigint not null,
    share_overlap double not null,
    voice_ids text[] not null,
    status text not null check (status in ('open', 'accepted', 'rejected', 'expired')),
    run_id text not null
);
comment on table core.theme_proposal is 'one row per change of themes that a rediscovery proposes to a person; voice_ids are typical voices of the part it concerns';

create table core.theme_trust (
    theme_id text primary key,
    measured_on date not null,
    count_resamples integer not null,
    share_found double not null,
    mean_jaccard double not null,
    coherence double not null,
    separation double not null,
    is_quotable boolean not null,
    run_id text not null
);
comment on table core.theme_trust is 'one row per theme: how surely it would be found again, and how well its voices hang together';

create table core.unexplained_period (
    grain text not null check (grain in ('day', 'week', 'month')),
    period_on date not null,
    count_compared bigint not null,
    count_unexplained bigint not null,
    primary key (grain, period_on)
);
comment on table core.unexplained_period is 'one row per period: voices compared with themes, and those that no theme explains';

create table core.measured_day (
    received_on date primary key,
    fingerprint_contacts ubigint not null,
    fingerprint_voices ubigint not null
);
comment on table core.measured_day is 'one row per day: what its contacts, voices and themes were when they were counted; other periods need not be counted again';

-- A home from before the fixed days goes on from its last night.
insert into core.theme_day
select
    max(run.as_of) - (isodow(max(run.as_of)) % 7)::integer as theme_day,
    0 as count_waiting,
    0 as count_born,
    max(run.run_id) as run_id
from core.run
where run.status = 'done' and exists (from core.theme)
having max(run.as_of) is not null;

insert into core.founding
select
    max(discovery.discovery_id) as discovery_id,
    max(theme_day.theme_day) as theme_day,
    (select count(*) from core.assignment) as count_voices,
    max(discovery.run_id) as run_id
from core.discovery
cross join core.theme_day
having count(*) > 0;

insert into core.waiting
select
    assignment.voice_id,
    voice.contact_id,
    voice.text_hash,
    contact.received_on,
    date '1900-01-01' as theme_day
from core.assignment
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
where assignment.theme_id is null;
