create table core.signature (
    contact_id text primary key,
    version integer not null,
    mask_fingerprint text not null,
    collate_fingerprint text not null,
    words_hash text not null,
    wording_contact_id text
);
comment on table core.signature is 'one row per contact whose words were compared with those of all others';
comment on column core.signature.words_hash is 'key of the customer''s masked words without signs, signature and head of a forwarded mail';
comment on column core.signature.wording_contact_id is 'contact that was first told in the same or nearly the same words, itself when it is the first; null when too little was said to tell';

create table core.signature_band (
    band ubigint not null,
    contact_id text not null
);
comment on table core.signature_band is 'one row per band of a contact that was the first with its words: contacts that share bands may be told alike';

create table core.contact_copy (
    contact_id text primary key,
    original_contact_id text not null,
    copy_kind text not null check (copy_kind in ('exact', 'near')),
    similarity double not null,
    run_id text not null,
    check (contact_id <> original_contact_id)
);
comment on table core.contact_copy is 'one row per contact that is a copy of another: forwarded, sent or transcribed twice; an original is never a copy';
comment on column core.contact_copy.similarity is 'Jaccard similarity (0..1) of the runs of three characters of both';

create table core.repeat_rule (
    is_in_force boolean primary key check (is_in_force),
    within_days integer not null
);
comment on table core.repeat_rule is 'one row: how many days after a contact of a customer the next one is a repeat';

alter table core.period add column count_copies bigint default 0;
alter table core.period add column count_wordings bigint default 0;
alter table core.theme_period add column count_copies bigint default 0;
alter table core.theme_period add column count_wordings bigint default 0;

-- A home that has counted without knowing copies gets a marker with its next night.
insert into core.definition
select 'copies', 'none', run_id
from core.contact
limit 1;
