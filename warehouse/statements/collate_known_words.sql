select words_hash, min(wording_contact_id) as wording_contact_id
from core.signature
semi join batch_contact using (words_hash)
where wording_contact_id is not null
group by words_hash
order by words_hash
