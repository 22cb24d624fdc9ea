-- What each day holds, in one number: a sum over sets, so that no order matters.
create or replace temp table day_known as
with contacts as (
    select day, bit_xor(hash('contact', contact_id, customer, facets)) as fingerprint
    from known_contact
    group by day
),

voices as (
    select contact.day, bit_xor(hash('voice', voice.voice_id, assignment.theme_id)) as fingerprint
    from core.voice
    inner join known_contact as contact using (contact_id)
    inner join core.assignment using (voice_id)
    group by contact.day
),

flags as (
    select contact.day, bit_xor(hash('flag', known_flag)) as fingerprint
    from known_flag
    inner join core.voice using (voice_id)
    inner join known_contact as contact using (contact_id)
    group by contact.day
),

-- The day of the night is covered even when nobody called.
days as (
    select day from known_contact
    union
    select $as_of as day
)

select
    days.day,
    xor(
        xor(coalesce(contacts.fingerprint, 0), coalesce(voices.fingerprint, 0)),
        coalesce(flags.fingerprint, 0)
    ) as fingerprint
from days
left join contacts using (day)
left join voices using (day)
left join flags using (day)
