create table core.confirmation (
    voice_id text not null,
    theme_id text not null,
    is_member boolean not null,
    confirmed_at timestamptz not null,
    source text not null,
    primary key (voice_id, theme_id)
);
comment on table core.confirmation is 'one row per voice and theme that a person has judged: it belongs there (is_member), or it does not (not this); the newest yes of a voice counts';
