create schema vectors.search;

create table vectors.search.encoder as
select fingerprint as encoder_fingerprint, $encoder_name as encoder_name
from core.definition
where definition_kind = 'encoder'
