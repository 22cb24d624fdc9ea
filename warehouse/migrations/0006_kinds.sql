alter table core.voice add column kind_probability double;

create table core.voice_set_aside (
    voice_id text primary key,
    kind text not null,
    run_id text not null
);
comment on table core.voice_set_aside is 'one row per voice that no theme may claim because of its kind; stored and counted all the same';
