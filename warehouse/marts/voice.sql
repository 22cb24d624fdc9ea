create or replace view mart.voice as
select
    voice.voice_id,
    voice.contact_id,
    contact.source_name,
    coalesce(contact.published_source_id, contact.contact_id) as source_contact_id,
    contact.received_at,
    contact.received_on,
    contact.channel,
    contact.product,
    contact.segment,
    contact.region,
    contact.customer_key,
    voice.kind,
    voice.kind_probability,
    voice.masked as text,
    assignment.theme_id,
    theme_name.theme_name,
    assignment.strength,
    assignment.assigned_by,
    voice_set_aside.reason as set_aside_because,
    contact_copy.contact_id is not null as is_copy,
    coalesce(flagged.flags, []) as flags
from core.voice
inner join core.contact using (contact_id)
left join core.contact_copy using (contact_id)
left join core.assignment using (voice_id)
left join core.theme_name using (theme_id)
left join core.voice_set_aside using (voice_id)
left join (
    select voice_id, list(distinct flag order by flag) as flags
    from core.raised_flag
    group by voice_id
) as flagged using (voice_id);

comment on view mart.voice is 'one row per voice: one customer statement, the unit that is embedded, clustered and counted';
comment on column mart.voice.voice_id is 'stable identifier, made from the contact, the place in it and the words';
comment on column mart.voice.contact_id is 'contact the voice was cut out of (mart.contact)';
comment on column mart.voice.source_name is 'source of the contact';
comment on column mart.voice.source_contact_id is 'identifier of the contact in the system it came from; contact_id where that one holds a name, an address or a number of a person';
comment on column mart.voice.received_at is 'when the contact began (time zone aware)';
comment on column mart.voice.received_on is 'local date of received_at';
comment on column mart.voice.channel is 'channel of the contact';
comment on column mart.voice.product is 'product of the contact';
comment on column mart.voice.segment is 'kind of customer of the contact';
comment on column mart.voice.region is 'region of the contact';
comment on column mart.voice.customer_key is 'keyed hash of the customer number, null when unknown';
comment on column mart.voice.kind is 'complaint, request, inquiry, praise or other; null while no classifier has read the voice';
comment on column mart.voice.kind_probability is 'calibrated probability of that kind, 0 to 1';
comment on column mart.voice.text is 'the customer''s words with personal data replaced by placeholders such as [氏名1]';
comment on column mart.voice.theme_id is 'theme the voice belongs to (mart.theme), null while no theme explains it';
comment on column mart.voice.theme_name is 'name of that theme';
comment on column mart.voice.strength is 'how clearly the voice belongs to the theme, 0 to 1, null without a theme';
comment on column mart.voice.assigned_by is 'discovery (the theme was found with this voice), assign (it came later and was near enough), person (somebody placed it or the same words there) or none; null while it was not compared: themes are made of some kinds ([assign] kinds) and of what the fast lane flags';
comment on column mart.voice.set_aside_because is 'why the voice is kept out of all themes: kind (not one that themes are made of) or no_content (it says nothing of a matter: 何とかしてほしい); null for all others';
comment on column mart.voice.is_copy is 'true when the contact is a copy of another (mart.contact): such voices are stored and shown, and counted in count_copies only';
comment on column mart.voice.flags is 'what the fast lane found by its lexicon or its vote, unless the vote doubts it: safety, legal, harassment; empty when nothing (mart.fast_lane has the words)';
