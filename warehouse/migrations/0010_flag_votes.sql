create table core.text_vote (
    text_hash text primary key,
    vote_fingerprint text not null
);
comment on table core.text_vote is 'one row per distinct statement that the second vote of the fast lane has read, whatever came of it';

create table core.text_flag (
    text_hash text not null,
    flag text not null check (flag in ('safety', 'legal', 'harassment')),
    probability double not null,
    verdict text not null check (verdict in ('raised', 'unsure', 'doubted'))
);
comment on table core.text_flag is 'one row per distinct statement and flag that the second vote raises, or that the lexicon raised in a voice of this text';
comment on column core.text_flag.probability is 'how sure the vote is, 0 to 1, of the whole statement or of its surest sentence';
comment on column core.text_flag.verdict is 'raised: a flag even without the lexicon; unsure: one if the lexicon says so; doubted: not believed, whatever the lexicon says';

-- A home that has read its contacts without this vote gets a marker with its next night.
insert into core.definition
select 'flag_vote', 'none', run_id
from core.contact
limit 1;

create view core.raised_flag as
select voice.voice_id, voice_flag.flag
from core.voice_flag
inner join core.voice using (voice_id)
left join core.text_flag using (text_hash, flag)
where text_flag.verdict is distinct from 'doubted'
union
select voice.voice_id, text_flag.flag
from core.voice
inner join core.text_flag using (text_hash)
where text_flag.verdict = 'raised';
comment on view core.raised_flag is 'one row per voice and flag that the lexicon finds and the vote does not doubt, or that the vote raises';

create view core.flagged_voice as
select voice_id
from core.voice_flag
union
select voice_id
from core.raised_flag;
comment on view core.flagged_voice is 'one row per voice that goes on to the themes whatever its kind: lexicon or vote found something';
