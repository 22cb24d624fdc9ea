create or replace view mart.theme_example as
select
    theme_example.theme_id,
    theme_name.theme_name,
    theme_example.example_number,
    theme_example.voice_id,
    contact.received_on,
    contact.channel,
    contact.product,
    contact.segment,
    voice.masked as text
from core.theme_example
inner join core.voice using (voice_id)
inner join core.contact using (contact_id)
left join core.theme_name using (theme_id);

comment on view mart.theme_example is 'one row per example voice of a theme, chosen to be typical and different from each other';
comment on column mart.theme_example.theme_id is 'theme (mart.theme)';
comment on column mart.theme_example.theme_name is 'name of the theme';
comment on column mart.theme_example.example_number is '1 is the most typical';
comment on column mart.theme_example.voice_id is 'voice (mart.voice)';
comment on column mart.theme_example.received_on is 'local date of the contact';
comment on column mart.theme_example.channel is 'channel of the contact';
comment on column mart.theme_example.product is 'product of the contact';
comment on column mart.theme_example.segment is 'kind of customer of the contact';
comment on column mart.theme_example.text is 'the customer''s words, masked';
