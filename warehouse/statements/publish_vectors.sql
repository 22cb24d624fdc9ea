-- Only statements of voices that stand in mart.voice: core.text also keeps those of older
-- versions of a contact and of older masking rules.
create or replace temp table published_text as
with said as (
    select distinct text_hash from core.voice
)

select text_hash, row_number() over (order by text_hash) as text_number
from said;

create table vectors.search.voice_text as
select voice.voice_id, published_text.text_number
from core.voice
inner join published_text using (text_hash)
order by voice.voice_id;

create table vectors.search.text_vector as
with scaled as (
    select
        published_text.text_number,
        text_vector.vector,
        127 / greatest(list_max(text_vector.vector), -list_min(text_vector.vector), 1e-12) as scale
    from published_text
    inner join core.text_vector using (text_hash)
    inner join vectors.search.encoder using (encoder_fingerprint)
)

select
    text_number,
    list_transform(vector, lambda number: round(number * scale)::tinyint) as vector
from scaled;

create table vectors.search.theme_centroid as
select theme_shape.theme_id, theme_shape.centroid
from core.theme_shape
inner join vectors.search.encoder using (encoder_fingerprint)
order by theme_shape.theme_id;

drop table published_text;

comment on table vectors.search.encoder is 'one row: the encoder that all vectors of this file are of, and the name it is loaded by';
comment on table vectors.search.voice_text is 'one row per voice (mart.voice): which statement it says';
comment on table vectors.search.text_vector is 'one row per distinct masked statement: its direction, each row scaled so that its largest number is 127; compare by cosine';
comment on table vectors.search.theme_centroid is 'one row per theme that has a place in the space of the encoder';
