create or replace view mart.contact as
with voices as (
    select contact_id, count(*) as count_voices
    from core.voice
    group by contact_id
),

-- Looks back only: what comes later never changes a contact that was received before it.
returned as (
    select
        contact.contact_id,
        lag(contact.contact_id) over by_time as previous_contact_id,
        contact.received_on - lag(contact.received_on) over by_time as days_since_previous
    from core.contact
    anti join core.contact_copy using (contact_id)
    where contact.customer_key is not null
    window by_time as (
        partition by contact.customer_key order by contact.received_at, contact.contact_id
    )
)

select
    contact.contact_id,
    contact.source_name,
    coalesce(contact.published_source_id, contact.contact_id) as source_contact_id,
    contact.received_at,
    contact.received_on,
    contact.channel,
    contact.product,
    contact.segment,
    contact.region,
    contact.customer_key,
    contact.published_attributes as attributes,
    contact.count_turns,
    coalesce(voices.count_voices, 0) as count_voices,
    contact_copy.contact_id is not null as is_copy,
    contact_copy.original_contact_id,
    contact_copy.copy_kind,
    signature.wording_contact_id,
    returned.previous_contact_id,
    returned.days_since_previous,
    coalesce(returned.days_since_previous <= repeat_rule.within_days, false) as is_repeat
from core.contact
left join voices using (contact_id)
left join core.contact_copy using (contact_id)
left join core.signature using (contact_id)
left join returned using (contact_id)
left join core.repeat_rule on true;

comment on view mart.contact is 'one row per contact (call, mail, chat) read up to the day of the night, newest version';
comment on column mart.contact.contact_id is 'stable identifier, made from source_name and source_contact_id';
comment on column mart.contact.source_name is 'inbox folder and sources/*.toml file that the contact came through';
comment on column mart.contact.source_contact_id is 'identifier of the contact in the system it came from; contact_id where that one holds a name, an address or a number of a person';
comment on column mart.contact.received_at is 'when the contact began (time zone aware)';
comment on column mart.contact.received_on is 'local date of received_at';
comment on column mart.contact.channel is 'call, mail, chat, web, ... as mapped by the source';
comment on column mart.contact.product is 'product or service the contact was about, as given by the source';
comment on column mart.contact.segment is 'kind of customer, as given by the source';
comment on column mart.contact.region is 'region or prefecture, as given by the source';
comment on column mart.contact.customer_key is 'keyed hash of the customer number: counts and joins repeat customers, names nobody; null when the source gives no customer';
comment on column mart.contact.attributes is 'JSON object of further columns that the source allows to be published (publish_attributes)';
comment on column mart.contact.count_turns is 'number of speaking turns, 1 for a mail or a table row';
comment on column mart.contact.count_voices is 'number of customer statements cut out of the contact, 0 when the customer said nothing to count';
comment on column mart.contact.is_copy is 'true when the contact is a copy: the same words, as far as is known from the same customer, within days of its original (forwarded, sent or transcribed twice). Counts of contacts, customers and voices leave copies out and count them in count_copies';
comment on column mart.contact.original_contact_id is 'contact that it is a copy of, never itself a copy; null unless is_copy';
comment on column mart.contact.copy_kind is 'exact (the same words but for personal data and signs) or near; null unless is_copy';
comment on column mart.contact.wording_contact_id is 'contact that was first told in the same or nearly the same words, whoever the customer, itself when it is the first: template mails share it; null when too little was said to tell';
comment on column mart.contact.previous_contact_id is 'contact of the same customer received just before, copies left out; null for the first one, for a copy and without a customer';
comment on column mart.contact.days_since_previous is 'days between the two local dates';
comment on column mart.contact.is_repeat is 'true when the previous contact of the customer is at most [repeat] within_days (30) days back; false for copies';
