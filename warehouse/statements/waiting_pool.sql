-- A copy of a contact is no further customer: words that only copies say count 0 voices.
with heard as (
    select
        waiting.text_hash,
        count(*) filter (contact_copy.contact_id is null) as count_voices,
        coalesce(min(contact.channel), '') as channel,
        coalesce(
            list_sort(
                list(distinct coalesce(contact.customer_key, contact.contact_id))
                    filter (contact_copy.contact_id is null)
            ),
            []
        ) as customers,
        bool_or(waiting.theme_day = $theme_day and contact_copy.contact_id is null) as is_new
    from core.waiting
    inner join core.contact using (contact_id)
    left join core.contact_copy using (contact_id)
    where waiting.received_on <= $theme_day
    group by waiting.text_hash
)

select heard.*, text_vector.vector
from heard
inner join core.text_vector
    on text_vector.text_hash = heard.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by heard.text_hash
