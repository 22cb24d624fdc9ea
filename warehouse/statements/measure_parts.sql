create or replace temp table counted_part as
with heard as (
    select heard_contact.period_on as month, '' as theme_id, heard_contact.contact_id
    from heard_contact
    where heard_contact.grain = 'month' and not heard_contact.is_copy
    union all
    select distinct heard_voice.period_on, heard_voice.theme_id, heard_voice.contact_id
    from heard_voice
    where
        heard_voice.grain = 'month'
        and not heard_voice.is_copy
        and heard_voice.theme_id is not null
)

select
    heard.month,
    heard.theme_id,
    contact.source_name,
    coalesce(contact.product, '') as product,
    coalesce(contact.segment, '') as segment,
    count(*) as count_contacts
from heard
inner join core.contact using (contact_id)
group by all
