create table core.sifted_text (
    text_hash text primary key,
    has_content boolean not null
);
comment on table core.sifted_text is 'one row per distinct statement: whether it says anything of a matter; mere requests and feelings (何とかしてほしい) do not';

-- A check cannot be changed in place, and a voice may have no kind.
create table core.voice_set_aside_new (
    voice_id text primary key,
    kind text,
    reason text not null check (reason in ('kind', 'no_content')),
    run_id text not null
);
insert into core.voice_set_aside_new by name
select voice_id, kind, 'kind' as reason, run_id
from core.voice_set_aside;
drop table core.voice_set_aside;
alter table core.voice_set_aside_new rename to voice_set_aside;
comment on table core.voice_set_aside is 'one row per voice that no theme may claim, because of its kind or because it says nothing of a matter; stored and counted all the same';

alter table core.unexplained_period add column count_no_content bigint default 0;

-- A home that has counted such voices gets a marker with its next night.
insert into core.definition
select 'generic_words', 'none', run_id
from core.contact
limit 1;
