-- Proposed themes that enough customers spoke of, or that were heard in enough weeks, are active.
with heard as (
    select
        assignment.theme_id,
        count(distinct coalesce(contact.customer_key, contact.contact_id)) as count_customers,
        count(distinct date_trunc('week', contact.received_on)) as count_weeks
    from core.theme
    inner join core.assignment using (theme_id)
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    where theme.status = 'proposed' and contact.received_on <= $theme_day
    group by assignment.theme_id
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
