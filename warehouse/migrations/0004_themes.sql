create table core.discovery (
    discovery_id text primary key,
    as_of date not null,
    encoder_fingerprint text not null,
    count_voices bigint not null,
    count_texts bigint not null,
    count_clusters integer not null,
    count_unassigned bigint not null,
    report json not null,
    run_id text not null
);
comment on table core.discovery is 'one row per discovery: a clustering of the voices that no theme explained';

create table core.cluster_member (
    discovery_id text not null,
    cluster_number integer not null,
    text_hash text not null,
    strength float not null
);
comment on table core.cluster_member is 'one row per statement that a discovery put into a cluster';

create table core.theme (
    theme_id text primary key,
    status text not null check (status in ('proposed', 'active', 'retired')),
    born_on date not null,
    discovery_id text not null,
    cluster_number integer not null,
    run_id text not null
);
comment on table core.theme is 'one row per theme: a recurring issue that lives for years';

create table core.theme_shape (
    theme_id text not null,
    encoder_fingerprint text not null,
    centroid float[] not null,
    radius float not null,
    primary key (theme_id, encoder_fingerprint)
);
comment on table core.theme_shape is 'one row per theme and encoder: where the theme lies and how far it reaches';

create table core.theme_name (
    theme_id text primary key,
    theme_name text not null,
    terms text[] not null,
    category_name text not null,
    run_id text not null
);
comment on table core.theme_name is 'one row per named theme';

create table core.assignment (
    voice_id text primary key,
    theme_id text,
    strength float,
    assigned_by text not null check (assigned_by in ('discovery', 'assign', 'none')),
    encoder_fingerprint text not null,
    count_themes_known integer not null,
    run_id text not null
);
comment on table core.assignment is 'one row per voice that was compared with the themes; theme_id is null while none explains it';

create table core.theme_example (
    theme_id text not null,
    example_number integer not null,
    voice_id text not null,
    primary key (theme_id, example_number)
);
comment on table core.theme_example is 'one row per example voice of a theme';

create table core.theme_example_state (
    theme_id text primary key,
    count_voices bigint not null
);
comment on table core.theme_example_state is 'one row per theme: how many voices it had when its examples were chosen';

create table core.period (
    grain text not null check (grain in ('day', 'week', 'month')),
    period_on date not null,
    count_contacts bigint not null,
    count_customers bigint not null,
    count_voices bigint not null,
    is_complete boolean not null,
    primary key (grain, period_on)
);
comment on table core.period is 'one row per day, week (from Monday) and month, with everything received in it';

create table core.theme_period (
    grain text not null,
    period_on date not null,
    theme_id text not null,
    count_contacts bigint not null,
    count_customers bigint not null,
    count_voices bigint not null,
    primary key (grain, period_on, theme_id)
);
comment on table core.theme_period is 'one row per theme and period in which it was heard';
