-- What each day holds, in two numbers: sums over sets, so that no order matters. Cheaper by far
-- than counting distinct customers of every period again.
create or replace temp table day_now as
with contacts as (
    select received_on, bit_xor(hash(contact_id, customer, wording, is_copy)) as fingerprint
    from counted_contact
    group by received_on
),

voices as (
    select
        contact.received_on,
        bit_xor(
            hash(
                voice.voice_id,
                assignment.theme_id,
                assignment.voice_id is null,
                voice_set_aside.reason
            )
        ) as fingerprint
    from core.voice
    inner join counted_contact as contact using (contact_id)
    left join core.assignment using (voice_id)
    left join core.voice_set_aside using (voice_id)
    group by contact.received_on
)

select
    contacts.received_on,
    contacts.fingerprint as fingerprint_contacts,
    coalesce(voices.fingerprint, 0::ubigint) as fingerprint_voices
from contacts
left join voices using (received_on)
