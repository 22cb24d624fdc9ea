create or replace temp table due_aside as
select
    voice.voice_id,
    voice.kind,
    if(
        voice.kind is null
        or list_contains($kinds, voice.kind)
        -- What the fast lane flags may carry a complaint whatever its kind.
        or voice.voice_id in (select voice_id from core.flagged_voice),
        'no_content',
        'kind'
    ) as reason
from core.voice
left join core.assignment using (voice_id)
left join core.sifted_text using (text_hash)
anti join core.voice_set_aside using (voice_id)
where
    assignment.theme_id is null
    and (reason = 'kind' or not coalesce(sifted_text.has_content, true))
