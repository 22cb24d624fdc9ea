with owner as (
    select voice.text_hash, max(assignment.theme_id) as theme_id
    from core.voice
    inner join core.assignment using (voice_id)
    group by voice.text_hash
)

select
    token.text_hash,
    owner.theme_id,
    token.surface,
    token.normalised_form,
    token.dictionary_form,
    token.part_of_speech,
    token.is_content
from core.token
inner join owner using (text_hash)
order by token.text_hash, token.position
