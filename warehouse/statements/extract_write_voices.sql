insert into core.voice by name
select
    voice_id,
    contact_id,
    voice_number,
    text,
    masked,
    text_hash,
    kind,
    kind_probability,
    spans,
    $run_id as run_id
from incoming
on conflict (voice_id) do update set
    text = excluded.text,
    masked = excluded.masked,
    kind = excluded.kind,
    kind_probability = excluded.kind_probability,
    spans = excluded.spans
