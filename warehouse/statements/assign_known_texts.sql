-- The same words belong to one theme, even when a later theme lies nearer. Where a person split a
-- theme, its words go to the part that they are nearest to.
with due_text as (
    select distinct text_hash from due_voice
),

divided as (
    select split_from as theme_id from core.theme_taken_up where split_from is not null
)

select voice.text_hash, max(assignment.theme_id) as theme_id
from due_text
inner join core.voice using (text_hash)
inner join core.assignment using (voice_id)
inner join core.theme using (theme_id)
anti join divided using (theme_id)
where theme.status <> 'retired'
group by voice.text_hash
order by voice.text_hash
