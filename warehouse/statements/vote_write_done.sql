insert or replace into core.text_vote by name
select text_hash, $vote_fingerprint as vote_fingerprint
from incoming
