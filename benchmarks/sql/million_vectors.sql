insert into core.text_vector
select text_hash, $encoder, vector::float[]
from made
