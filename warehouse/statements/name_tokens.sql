-- Words of a sample of each theme's texts, and of texts without a theme; by hash, so the same ones
-- every night.
with owner as (
    select voice.text_hash, max(assignment.theme_id) as theme_id, max(voice.kind) as kind
    from core.voice
    inner join core.assignment using (voice_id)
    anti join core.contact_copy using (contact_id)
    group by voice.text_hash
),

sampled as (
    select *
    from owner
    qualify row_number() over (partition by theme_id order by text_hash) <= $texts_per_theme
)

select
    token.text_hash,
    sampled.theme_id,
    sampled.kind,
    token.surface,
    token.normalised_form,
    token.dictionary_form,
    token.part_of_speech,
    token.is_content
from core.token
inner join sampled using (text_hash)
order by token.text_hash, token.position
