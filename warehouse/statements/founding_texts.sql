-- What a person decided about stays out of the founding: such themes go on as they are.
with decided as (
    select theme_id from core.theme where approved_on is not null
    union
    select theme_id from core.theme_name where is_named_by_person
    union
    select theme_id from core.pin
    union
    select theme_id from core.confirmation where is_member
),

heard as (
    select
        voice.text_hash,
        count(*) as count_voices,
        coalesce(min(contact.channel), '') as channel,
        max(theme.theme_id) as theme_id
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    left join core.theme on theme.theme_id = assignment.theme_id and theme.status <> 'retired'
    where
        ($with_decided or assignment.assigned_by <> 'person')
        and contact.received_on <= $theme_day
        and contact.received_on >= $since
        and (
            $with_decided
            or not exists (from decided where decided.theme_id = assignment.theme_id)
        )
    group by voice.text_hash
)

select heard.*, text_vector.vector
from heard
inner join core.text_vector
    on text_vector.text_hash = heard.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by heard.text_hash
