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
),

spotted as (
    select
        gravest.voice_id,
        gravest.flag,
        voice_flag.category,
        voice_flag.category_name,
        voice_flag.severity,
        voice_flag.masked as evidence,
        gravest.count_evidence,
        gravest.categories
    from gravest
    inner join core.voice_flag using (voice_id, flag_number)
),

heard as (
    select voice.voice_id, text_flag.flag, text_flag.probability, text_flag.verdict
    from core.text_flag
    inner join core.voice using (text_hash)
),

flagged as (
    select
        voice_id,
        flag,
        case
            when spotted.voice_id is null then 'vote'
            when heard.verdict = 'raised' then 'both'
            else 'lexicon'
        end as found_by,
        heard.probability,
        coalesce(heard.verdict = 'doubted', false) as is_doubted,
        coalesce(spotted.category, 'vote') as category,
        coalesce(spotted.category_name, '意味による判定') as category_name,
        -- Nobody knows how grave it is what no word of the lexicon tells: the middle.
        case
            when heard.verdict = 'doubted' then 1
            else coalesce(spotted.severity, 2)
        end as severity,
        spotted.evidence,
        coalesce(spotted.count_evidence, 0) as count_evidence,
        coalesce(spotted.categories, []) as categories
    from spotted
    full join heard using (voice_id, flag)
    where spotted.voice_id is not null or heard.verdict = 'raised'
)

select
    flagged.voice_id,
    voice.contact_id,
    contact.received_at,
    contact.received_on,
    contact.channel,
    contact.product,
    contact.segment,
    contact.region,
    contact.customer_key,
    flagged.flag,
    flagged.category,
    flagged.category_name,
    flagged.severity,
    flagged.evidence,
    flagged.count_evidence,
    flagged.categories,
    flagged.found_by,
    flagged.probability,
    flagged.is_doubted,
    voice.masked as text,
    voice.kind,
    assignment.theme_id,
    theme_name.theme_name,
    contact_copy.contact_id is not null as is_copy
from flagged
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
comment on column mart.fast_lane.category is 'sort of the gravest evidence, a code of rules/fast_lane.toml; vote when only the second vote found it';
comment on column mart.fast_lane.category_name is 'its name in words';
comment on column mart.fast_lane.severity is '3 (act today), 2 or 1 (listen), of the gravest evidence; 2 when only the vote found it, 1 when the vote doubts it';
comment on column mart.fast_lane.evidence is 'the words that decided, masked, of the gravest evidence; null when only the vote found it';
comment on column mart.fast_lane.count_evidence is 'pieces of evidence of this flag in the voice';
comment on column mart.fast_lane.categories is 'all sorts of this flag in the voice';
comment on column mart.fast_lane.found_by is 'lexicon (its words), vote (a classifier of what the voice means) or both';
comment on column mart.fast_lane.probability is 'how sure the vote is, 0 to 1; null while it has not read the voice';
comment on column mart.fast_lane.is_doubted is 'true when the vote thinks that the words of the lexicon mean something else here: no flag of the voice (mart.voice.flags), listed last';
comment on column mart.fast_lane.text is 'the voice, masked';
comment on column mart.fast_lane.kind is 'complaint, request, inquiry, praise or other';
comment on column mart.fast_lane.theme_id is 'theme the voice belongs to (mart.theme), null while no theme explains it';
comment on column mart.fast_lane.theme_name is 'name of that theme';
comment on column mart.fast_lane.is_copy is 'whether the contact is a copy of another one (mart.contact): leave copies out when you count';
