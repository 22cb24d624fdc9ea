insert or replace into core.tokenised by name
select
    incoming.text_hash,
    $tokeniser_fingerprint as tokeniser_fingerprint,
    (select count(*) from core.token where token.text_hash = incoming.text_hash) as count_tokens
from incoming
