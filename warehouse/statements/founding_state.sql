-- A copy of a contact is no further voice.
with copied as (
    select count(*) as count_voices
    from core.contact_copy
    inner join core.voice using (contact_id)
    inner join core.assignment using (voice_id)
)

select
    (select max_by(count_voices, theme_day) from core.founding) as count_founded,
    (select count(*) from core.assignment) - copied.count_voices as count_compared,
    (
        select count(distinct text_hash)
        from core.waiting
        anti join core.contact_copy using (contact_id)
    ) as count_waiting_texts
from copied
