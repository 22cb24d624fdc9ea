-- Proposed themes that enough customers spoke of, or that were heard in enough weeks, are active.
-- Voices of months that are over are evidence for where their words belong, wherever they count.
with proposed as (
    select theme_id from core.theme where status = 'proposed'
),

evidence as (
    select assignment.theme_id, assignment.voice_id
    from core.assignment
    semi join proposed using (theme_id)
    inner join core.voice using (voice_id)
    anti join core.text_theme using (text_hash)
    union
    select text_theme.theme_id, voice.voice_id
    from core.text_theme
    semi join proposed using (theme_id)
    inner join core.voice using (text_hash)
    inner join core.assignment using (voice_id)
),

heard as (
    select
        evidence.theme_id,
        count(distinct coalesce(contact.customer_key, contact.contact_id)) as count_customers,
        count(distinct date_trunc('week', contact.received_on)) as count_weeks
    from evidence
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    anti join core.contact_copy using (contact_id)
    where contact.received_on <= $theme_day
    group by evidence.theme_id
)

update core.theme
set status = 'active'
from heard
where
    theme.theme_id = heard.theme_id
    and (
        heard.count_customers >= $active_customers
        or (heard.count_customers >= $min_customers and heard.count_weeks >= $active_weeks)
    )
