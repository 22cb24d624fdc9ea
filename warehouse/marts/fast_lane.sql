create or replace view mart.fast_lane as
with gravest as (
    select
        voice_id,
        flag,
        count(*) as count_evidence,
        arg_min(flag_number, [-severity, flag_number]) as flag_number,
        list(distinct category order by category) as categories
    from core.voice_flag
    group by voice_id, flag
)

select
    voice.voice_id,
    voice.contact_id,
    contact.received_at,
    contact.received_on,
    contact.channel,
    contact.product,
    contact.segment,
    contact.region,
    contact.customer_key,
    voice_flag.flag,
    voice_flag.category,
    voice_flag.category_name,
    voice_flag.severity,
    voice_flag.masked as evidence,
    gravest.count_evidence,
    gravest.categories,
    voice.masked as text,
    voice.kind,
    assignment.theme_id,
    theme_name.theme_name,
    contact_copy.contact_id is not null as is_copy
from gravest
inner join core.voice_flag using (voice_id, flag_number)
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
left join core.contact_copy using (contact_id)
left join core.assignment using (voice_id)
left join core.theme_name using (theme_id);

comment on view mart.fast_lane is 'one row per voice and flag: what must not wait, whatever its kind or theme; the voice is counted as the complaint it carries all the same';
comment on column mart.fast_lane.voice_id is 'voice (mart.voice)';
comment on column mart.fast_lane.contact_id is 'contact the voice was cut out of (mart.contact)';
comment on column mart.fast_lane.received_at is 'when the contact began (time zone aware)';
comment on column mart.fast_lane.received_on is 'local date of received_at';
comment on column mart.fast_lane.channel is 'channel of the contact';
comment on column mart.fast_lane.product is 'product of the contact';
comment on column mart.fast_lane.segment is 'kind of customer of the contact';
comment on column mart.fast_lane.region is 'region of the contact';
comment on column mart.fast_lane.customer_key is 'keyed hash of the customer number, null when unknown';
comment on column mart.fast_lane.flag is 'safety (危険・けが), legal (法的・公的機関) or harassment (カスハラ)';
comment on column mart.fast_lane.category is 'sort of the gravest evidence, a code of rules/fast_lane.toml';
comment on column mart.fast_lane.category_name is 'its name in words';
comment on column mart.fast_lane.severity is '3 (act today), 2 or 1 (listen), of the gravest evidence';
comment on column mart.fast_lane.evidence is 'the words that decided, masked, of the gravest evidence';
comment on column mart.fast_lane.count_evidence is 'pieces of evidence of this flag in the voice';
comment on column mart.fast_lane.categories is 'all sorts of this flag in the voice';
comment on column mart.fast_lane.text is 'the voice, masked';
comment on column mart.fast_lane.kind is 'complaint, request, inquiry, praise or other';
comment on column mart.fast_lane.theme_id is 'theme the voice belongs to (mart.theme), null while no theme explains it';
comment on column mart.fast_lane.theme_name is 'name of that theme';
comment on column mart.fast_lane.is_copy is 'whether the contact is a copy of another one (mart.contact): leave copies out when you count';
