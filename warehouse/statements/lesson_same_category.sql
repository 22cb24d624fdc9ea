-- Each statement with the next one, by hash and so at random, of the same product and category.
with said as (
    select
        voice.text_hash,
        min(contact.product) as product,
        min(theme_name.category_name) as category_name
    from core.voice
    inner join core.contact using (contact_id)
    inner join core.assignment using (voice_id)
    inner join core.theme_name using (theme_id)
    where contact.product is not null
    group by voice.text_hash
),

paired as (
    select
        text_hash,
        lead(text_hash) over (partition by product, category_name order by text_hash) as other_hash
    from said
)

select one.text, other.text
from paired
inner join core.text as one on one.text_hash = paired.text_hash
inner join core.text as other on other.text_hash = paired.other_hash
order by paired.text_hash
