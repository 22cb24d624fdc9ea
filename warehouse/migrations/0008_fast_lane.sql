create table core.voice_flag (
    voice_id text not null,
    flag_number integer not null,
    flag text not null check (flag in ('safety', 'legal', 'harassment')),
    category text not null,
    category_name text not null,
    severity integer not null check (severity between 1 and 3),
    turn_number integer not null,
    start_offset integer not null,
    end_offset integer not null,
    masked text not null
);
comment on table core.voice_flag is 'one row per voice and piece of evidence that the fast lane found in it; offsets are characters of core.turn.text';
