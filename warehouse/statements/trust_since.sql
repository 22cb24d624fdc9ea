-- From which day on so many texts were heard, and no fewer; long ago where there are not so many.
with heard as (
    select voice.text_hash, max(contact.received_on) as received_on
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    where contact.received_on <= $theme_day
    group by voice.text_hash
),

newest as (
    select received_on from heard order by received_on desc limit $count_texts
)

select coalesce(min(received_on), date '1900-01-01') as since from newest
