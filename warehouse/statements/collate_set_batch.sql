create or replace temp table batch_contact as
select * from incoming;

create or replace temp table known_words as
select signature.words_hash, min(signature.wording_contact_id) as wording_contact_id
from core.signature
semi join batch_contact using (words_hash)
where signature.wording_contact_id is not null
group by signature.words_hash
