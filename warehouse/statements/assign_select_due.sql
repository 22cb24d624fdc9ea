create or replace temp table due_voice as
select voice.voice_id, voice.text_hash
from core.voice
left join core.assignment using (voice_id)
where
    (voice.kind is null or list_contains($kinds, voice.kind))
    and (
        assignment.voice_id is null
        or (
            assignment.theme_id is null
            and (
                assignment.count_themes_known < $count_themes
                or assignment.encoder_fingerprint <> $encoder_fingerprint
            )
        )
    )
