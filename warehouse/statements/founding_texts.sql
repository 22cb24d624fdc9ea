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

decided_text as (
    select voice.text_hash
    from core.assignment
    inner join core.voice using (voice_id)
    semi join decided using (theme_id)
    union
    select text_hash
    from core.text_theme
    semi join decided using (theme_id)
),

living as (
    select theme_id from core.theme where status <> 'retired'
),

-- A copy of a contact is no further voice: words that only copies say count 0 voices.
heard as (
    select
        voice.text_hash,
        count(*) filter (contact_copy.contact_id is null) as count_voices,
        coalesce(min(contact.channel), '') as channel,
        max(living.theme_id) filter (assignment.assigned_by = 'person') as placed_theme_id,
        max(living.theme_id) as counted_theme_id
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    left join core.contact_copy using (contact_id)
    left join living using (theme_id)
    where
        ($with_decided or assignment.assigned_by <> 'person')
        and contact.received_on <= $theme_day
        and contact.received_on >= $since
        and ($with_decided or voice.text_hash not in (select text_hash from decided_text))
    group by voice.text_hash
)

select
    heard.text_hash,
    heard.count_voices,
    heard.channel,
    -- Voices of months that are over are counted where they were; the words may belong elsewhere.
    case
        when heard.placed_theme_id is not null then heard.placed_theme_id
        when text_theme.text_hash is null then heard.counted_theme_id
        else living.theme_id
    end as theme_id,
    text_vector.vector
from heard
inner join core.text_vector
    on text_vector.text_hash = heard.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
left join core.text_theme on text_theme.text_hash = heard.text_hash
left join living on living.theme_id = text_theme.theme_id
order by heard.text_hash
