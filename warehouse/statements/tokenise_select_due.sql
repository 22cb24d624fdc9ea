create or replace temp table due_text as
select
    text.text_hash,
    text.text,
    row_number() over (order by text.text_hash) - 1 as due_position
from core.text
left join core.tokenised
    on tokenised.text_hash = text.text_hash
    and tokenised.tokeniser_fingerprint = $tokeniser_fingerprint
where tokenised.text_hash is null
