create or replace temp table due_text as
with embedded as (
    select text_hash
    from core.text_vector
    where encoder_fingerprint = $encoder_fingerprint
)

select
    text.text_hash,
    text.text,
    row_number() over (order by text.text_hash) - 1 as due_position
from core.text
anti join embedded using (text_hash)
