-- Which of the voices asked for exist, and the theme that each is confirmed for now.
with counting as (
    select voice_id, theme_id
    from core.confirmation
    where is_member
    qualify row_number() over (partition by voice_id order by confirmed_at desc, theme_id) = 1
)

select voice.voice_id, counting.theme_id
from incoming
inner join core.voice using (voice_id)
left join counting using (voice_id)
