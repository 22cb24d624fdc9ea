select words_hash, wording_contact_id
from known_words
order by words_hash
