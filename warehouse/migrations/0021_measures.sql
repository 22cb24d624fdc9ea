-- What people do about themes (対策), from measures.jsonl by room judge, and what it did.
create table core.measure (
    measure_id text primary key,
    theme_id text not null,
    named_theme_id text not null,
    what text not null,
    owner text,
    from_on date not null,
    expected_effect double,
    decided_on date not null,
    decided_by text not null,
    closed_on date,
    outcome text check (outcome in ('done', 'stopped', 'withdrawn')),
    run_id text not null
);
comment on table core.measure is 'one row per measure that people wrote down; theme_id is the theme that counts the voices of named_theme_id now';

create table core.measure_effect (
    measure_id text not null,
    judged_on date not null,
    verdict text not null check (
        verdict in ('helped', 'worse', 'unclear', 'too_early', 'not_comparable')
    ),
    method text check (method in ('season_and_themes', 'season', 'themes')),
    effect double,
    effect_low double,
    effect_high double,
    count_contacts_after bigint not null,
    count_contacts_expected double,
    weeks_after double not null,
    count_similar_themes integer not null,
    compared_from date,
    compared_until date,
    judged_with text[] not null,
    run_id text not null,
    primary key (measure_id, judged_on)
);
comment on table core.measure_effect is 'one row per measure and day on which something else was to be said of it, as known on that day';

create table core.review_theme (
    month date not null,
    theme_id text not null,
    place integer not null,
    run_id text,
    primary key (month, theme_id)
);
comment on table core.review_theme is 'one row per monthly review and theme that its page shows a card of; run_id is the night whose file it was written from';
