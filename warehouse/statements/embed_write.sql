insert into core.text_vector by name
select text_hash, $encoder_fingerprint as encoder_fingerprint, vector
from incoming
