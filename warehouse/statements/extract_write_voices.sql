insert into core.voice by name
select
    voice_id,
    contact_id,
    voice_number,
    text,
    masked,
    text_hash,
    null as kind,
    spans,
    $run_id as run_id
from incoming
on conflict (voice_id) do update set
    text = excluded.text,
    masked = excluded.masked,
    spans = excluded.spans
