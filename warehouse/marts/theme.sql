create or replace view mart.theme as
with counted as (
    select
        assignment.theme_id,
        min(contact.received_on) as first_seen_on,
        max(contact.received_on) as last_seen_on,
        count(*) filter (contact_copy.contact_id is null) as count_voices,
        count(distinct voice.contact_id) filter (contact_copy.contact_id is null) as count_contacts,
        count(distinct coalesce(contact.customer_key, contact.contact_id))
            filter (contact_copy.contact_id is null) as count_customers,
        count(distinct contact_copy.contact_id) as count_copies
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    left join core.contact_copy using (contact_id)
    where assignment.theme_id is not null
    group by assignment.theme_id
)

select
    theme.theme_id,
    theme_name.theme_name,
    theme_name.category_name,
    coalesce(theme_name.is_named_by_person, false) as is_named_by_person,
    theme.status,
    theme.born_on,
    theme.approved_on,
    theme.retired_on,
    theme.retired_reason,
    theme.merged_into,
    counted.first_seen_on,
    counted.last_seen_on,
    coalesce(counted.count_voices, 0) as count_voices,
    coalesce(counted.count_contacts, 0) as count_contacts,
    coalesce(counted.count_customers, 0) as count_customers,
    coalesce(counted.count_copies, 0) as count_copies,
    theme_example_state.count_wordings
from core.theme
left join core.theme_name using (theme_id)
left join counted using (theme_id)
left join core.theme_example_state using (theme_id);

comment on view mart.theme is 'one row per theme: a recurring issue, whatever the words it is told in';
comment on column mart.theme.theme_id is 'identifier that stays with the theme for its life';
comment on column mart.theme.theme_name is 'short name in Japanese';
comment on column mart.theme.category_name is 'name of the group of neighbouring themes';
comment on column mart.theme.is_named_by_person is 'a person chose the name or the category';
comment on column mart.theme.status is 'proposed, active or retired';
comment on column mart.theme.born_on is 'business day of the run that found the theme';
comment on column mart.theme.approved_on is 'date on which a person approved the theme, null while nobody has';
comment on column mart.theme.retired_on is 'date on which the theme ended, null while it lives';
comment on column mart.theme.retired_reason is 'merged, split, silent, person (retired by one) or undone (a split that was taken back)';
comment on column mart.theme.merged_into is 'theme that goes on in its place (mart.theme); months that were over then still count for this one';
comment on column mart.theme.first_seen_on is 'date of the earliest contact of the theme';
comment on column mart.theme.last_seen_on is 'date of the latest contact of the theme';
comment on column mart.theme.count_voices is 'voices in the theme, those of copies left out';
comment on column mart.theme.count_contacts is 'distinct contacts with a voice in the theme; a copy is not counted here but in count_copies';
comment on column mart.theme.count_customers is 'distinct customers with a voice in the theme; a contact without a customer number counts as one customer; copies left out';
comment on column mart.theme.count_copies is 'contacts with a voice in the theme that are copies of another contact';
comment on column mart.theme.count_wordings is 'different wordings among the 400 strongest texts of the theme when its examples were chosen; near-equal texts are one wording';
