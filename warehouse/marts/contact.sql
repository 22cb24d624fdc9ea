create or replace view mart.contact as
with voices as (
    select contact_id, count(*) as count_voices
    from core.voice
    group by contact_id
)

select
    contact.contact_id,
    contact.source_name,
    contact.source_contact_id,
    contact.received_at,
    contact.received_on,
    contact.channel,
    contact.product,
    contact.segment,
    contact.region,
    contact.customer_key,
    contact.published_attributes as attributes,
    contact.count_turns,
    coalesce(voices.count_voices, 0) as count_voices
from core.contact
left join voices using (contact_id);

comment on view mart.contact is 'one row per contact (call, mail, chat) read up to the day of the night, newest version';
comment on column mart.contact.contact_id is 'stable identifier, made from source_name and source_contact_id';
comment on column mart.contact.source_name is 'inbox folder and sources/*.toml file that the contact came through';
comment on column mart.contact.source_contact_id is 'identifier of the contact in the system it came from';
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
