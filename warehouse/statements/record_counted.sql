create or replace temp table counted_known as
with heard as (
    select assignment.theme_id, contact.contact_id, contact.day, contact.customer, contact.facets
    from core.assignment
    inner join core.voice using (voice_id)
    inner join known_contact as contact using (contact_id)
    where assignment.theme_id is not null
    group by all
),

-- On which day a customer was first heard on a theme, of those heard on it on a day that is due.
first_heard as (
    select theme_id, customer, min(day) as first_day
    from heard
    semi join (select theme_id, customer from heard semi join due_day using (day)) as again
        using (theme_id, customer)
    group by theme_id, customer
),

themed as (
    select heard.*, first_heard.first_day = heard.day as is_newcomer
    from heard
    inner join first_heard using (theme_id, customer)
    semi join due_day using (day)
    union all
    select '' as theme_id, contact_id, day, customer, facets, false as is_newcomer
    from known_contact
    semi join due_day using (day)
),

by_facet as (
    select theme_id, contact_id, day, customer, is_newcomer, unnest(facets, recursive := true)
    from themed
    union all
    select distinct
        '' as theme_id,
        contact.contact_id,
        contact.day,
        contact.customer,
        false as is_newcomer,
        known_flag.facet,
        known_flag.facet_value
    from known_flag
    inner join core.voice using (voice_id)
    inner join known_contact as contact using (contact_id)
    semi join due_day on due_day.day = contact.day
)

select
    theme_id,
    facet,
    facet_value,
    day,
    count(*)::integer as count_contacts,
    count(distinct customer)::integer as count_customers,
    (count(distinct customer) filter (is_newcomer))::integer as count_newcomers
from by_facet
where facet_value is not null
group by all
