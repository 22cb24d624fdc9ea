-- Everything placed before that may decide where a contact of the batch belongs, and where it
-- belongs itself.
with batch_band as (
    select contact_id, (unnest(bands) >> 32)::uinteger as band
    from batch_contact
),

near as (
    select batch_band.contact_id as batch_contact_id, signature_band.contact_id as first_contact_id
    from core.signature_band
    inner join batch_band using (band)
    group by all
    having count(*) >= $shared
),

alike as (
    from near
    union
    select
        batch_contact.contact_id as batch_contact_id,
        known_words.wording_contact_id as first_contact_id
    from batch_contact
    inner join known_words using (words_hash)
),

-- core.contact lies in the order of time: of the few days in which a copy may lie only these are
-- read, however many years there are.
in_time as (
    select
        contact.contact_id,
        contact.customer_key,
        epoch_ms(contact.received_at) as received_ms
    from core.contact
    anti join core.contact_copy using (contact_id)
    where
        contact.received_at >= make_timestamptz(1000 * ($first_ms - $within_ms)::bigint)
        and contact.received_at < make_timestamptz(1000 * ($last_ms + $within_ms + 1)::bigint)
),

original as (
    select
        in_time.contact_id,
        in_time.customer_key,
        in_time.received_ms,
        signature.wording_contact_id
    from core.signature
    inner join in_time using (contact_id)
),

same_customer as (
    select original.contact_id, original.wording_contact_id
    from original
    inner join batch_contact using (customer_key)
    where abs(original.received_ms - batch_contact.received_ms) <= $within_ms
),

-- Two customers that are both known send no copies of one another.
same_words as (
    select original.contact_id, original.wording_contact_id
    from alike
    inner join batch_contact on batch_contact.contact_id = alike.batch_contact_id
    inner join original on original.wording_contact_id = alike.first_contact_id
    where
        abs(original.received_ms - batch_contact.received_ms) <= $within_ms
        and (original.customer_key is null or batch_contact.customer_key is null)
),

wanted as (
    select first_contact_id as contact_id, first_contact_id as wording_contact_id from alike
    union
    from same_customer
    union
    from same_words
),

-- As in collate_read_due.
found as (
    select turn.rowid
    from core.turn
    semi join wanted using (contact_id)
),

said as (
    select contact_id, list(masked order by turn_number) as masked_turns
    from core.turn
    where rowid in (select rowid from found) and speaker <> 'operator'
    group by contact_id
)

select
    contact.contact_id,
    epoch_ms(contact.received_at) as received_ms,
    contact.customer_key,
    contact.segment,
    contact.region,
    contact.product,
    coalesce(said.masked_turns, []) as masked_turns,
    wanted.wording_contact_id,
    contact_copy.original_contact_id
from core.contact
inner join wanted using (contact_id)
left join core.contact_copy using (contact_id)
left join said using (contact_id)
order by contact.received_at, contact.contact_id
