-- The same words belong to one theme, even when a later theme lies nearer. Where a person split a
-- theme, its words go to the part that they are nearest to.
with due_text as (
    select distinct text_hash from due_voice
),

divided as (
    select split_from as theme_id from core.theme_taken_up where split_from is not null
),

living as (
    select theme_id
    from core.theme
    anti join divided using (theme_id)
    where status <> 'retired'
),

-- Voices of months that were over at the last founding may be counted elsewhere.
settled as (
    select text_hash, theme_id
    from due_text
    inner join core.text_theme using (text_hash)
    semi join living using (theme_id)
),

heard as (
    select voice.text_hash, max(assignment.theme_id) as theme_id
    from due_text
    anti join core.text_theme using (text_hash)
    inner join core.voice using (text_hash)
    inner join core.assignment using (voice_id)
    semi join living using (theme_id)
    group by voice.text_hash
)

from settled
union all
from heard
order by text_hash
