with heard as (
    select
        waiting.text_hash,
        count(*) as count_voices,
        coalesce(min(contact.channel), '') as channel,
        list_sort(list(distinct coalesce(contact.customer_key, contact.contact_id))) as customers,
        bool_or(waiting.theme_day = $theme_day) as is_new
    from core.waiting
    inner join core.contact using (contact_id)
    where waiting.received_on <= $theme_day
    group by waiting.text_hash
)

select heard.*, text_vector.vector
from heard
inner join core.text_vector
    on text_vector.text_hash = heard.text_hash
    and text_vector.encoder_fingerprint = $encoder_fingerprint
order by heard.text_hash
