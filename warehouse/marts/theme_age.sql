create or replace view mart.theme_age as
with recursive data_until as (
    select max(period_on) as last_day
    from core.period
    where grain = 'day'
),

acted as (
    select
        measure.theme_id,
        count(*) as count_measures,
        max(measure.from_on) filter (measure.from_on <= data_until.last_day) as last_acted_on,
        max(measure.from_on) > any_value(data_until.last_day) as is_planned
    from core.measure
    cross join data_until
    where measure.outcome is distinct from 'withdrawn'
    group by measure.theme_id
),

-- What a theme was shown as before it was merged counts for the theme that has its voices now.
owner as (
    select theme_id, theme_id as owner_id
    from core.theme
    where merged_into is null
    union all
    select theme.theme_id, owner.owner_id
    from core.theme
    inner join owner on theme.merged_into = owner.theme_id
),

reviewed as (
    select
        owner.owner_id as theme_id,
        count(distinct review_theme.month) as count_reviews,
        max(review_theme.month) as last_review_month
    from core.review_theme
    inner join owner using (theme_id)
    group by owner.owner_id
),

heard as (
    select
        assignment.theme_id,
        coalesce(contact.customer_key, contact.contact_id) as customer,
        contact.received_on
    from core.assignment
    inner join core.voice using (voice_id)
    inner join core.contact using (contact_id)
    anti join core.contact_copy using (contact_id)
    where assignment.theme_id is not null
),

by_customer as (
    select
        heard.theme_id,
        heard.customer,
        min(heard.received_on) as first_heard_on,
        min(heard.received_on)
            filter (heard.received_on > coalesce(acted.last_acted_on, date '0001-01-01'))
            as waits_since_on
    from heard
    left join acted using (theme_id)
    group by heard.theme_id, heard.customer
),

customers as (
    select
        by_customer.theme_id,
        count(*) as count_customers,
        count(by_customer.waits_since_on) as count_customers_waiting,
        coalesce(sum(data_until.last_day - by_customer.waits_since_on), 0) / 365.25
            as customer_years_waiting
    from by_customer
    cross join data_until
    group by by_customer.theme_id
),

first_heard as (
    select theme_id, min(received_on) as first_heard_on, max(received_on) as last_heard_on
    from heard
    group by theme_id
),

periods as (
    select
        heard.theme_id,
        count(distinct date_trunc('month', heard.received_on)) as count_months_heard,
        count(
            distinct nullif(date_sub('year', first_heard.first_heard_on, heard.received_on), 0)
        ) as count_years_back
    from heard
    inner join first_heard using (theme_id)
    group by heard.theme_id
),

aged as (
    select
        theme.theme_id,
        theme.status,
        first_heard.first_heard_on,
        first_heard.last_heard_on,
        date_sub(
            'month',
            first_heard.first_heard_on,
            greatest(coalesce(theme.retired_on, data_until.last_day), first_heard.first_heard_on)
        ) as months_alive,
        periods.count_months_heard,
        periods.count_years_back,
        customers.count_customers,
        coalesce(reviewed.count_reviews, 0) as count_reviews,
        reviewed.last_review_month,
        coalesce(acted.count_measures, 0) as count_measures,
        acted.last_acted_on,
        coalesce(acted.is_planned, false) as is_measure_planned,
        date_sub(
            'month', coalesce(acted.last_acted_on, first_heard.first_heard_on), data_until.last_day
        ) as months_since_acted,
        customers.count_customers_waiting,
        customers.customer_years_waiting
    from core.theme
    cross join data_until
    inner join first_heard using (theme_id)
    inner join periods using (theme_id)
    inner join customers using (theme_id)
    left join acted using (theme_id)
    left join reviewed using (theme_id)
)

select
    aged.theme_id,
    theme_name.theme_name,
    theme_name.category_name,
    aged.* exclude (theme_id),
    case
        when aged.status <> 'retired'
        then
            rank() over (
                partition by aged.status <> 'retired'
                order by aged.customer_years_waiting desc, aged.months_since_acted desc
            )
    end as rank_ignored
from aged
left join core.theme_name using (theme_id);

comment on view mart.theme_age is 'one row per theme that was ever heard: how old it is, how often it came back and was shown, and how long nobody has done anything about it (十年一日)';
comment on column mart.theme_age.theme_id is 'theme (mart.theme)';
comment on column mart.theme_age.theme_name is 'name of the theme';
comment on column mart.theme_age.category_name is 'name of the group of neighbouring themes';
comment on column mart.theme_age.status is 'proposed, active or retired';
comment on column mart.theme_age.first_heard_on is 'date of its earliest contact, copies left out';
comment on column mart.theme_age.last_heard_on is 'date of its latest contact';
comment on column mart.theme_age.months_alive is 'whole months from the first contact to the day of the night, or to the day on which it was retired';
comment on column mart.theme_age.count_months_heard is 'calendar months in which it was heard';
comment on column mart.theme_age.count_years_back is 'years after its first one, counted from the day it was first heard, in which it came back';
comment on column mart.theme_age.count_customers is 'distinct customers who ever told of it; a contact without a customer number counts as one customer';
comment on column mart.theme_age.count_reviews is 'monthly reviews whose page showed a card of it, or of a theme that was merged into it';
comment on column mart.theme_age.last_review_month is 'month of the newest of them; null without one';
comment on column mart.theme_age.count_measures is 'measures (mart.measure) that were written down for it, those withdrawn left out';
comment on column mart.theme_age.last_acted_on is 'begin of its newest measure that has begun; null while nobody has done anything';
comment on column mart.theme_age.is_measure_planned is 'true when a measure is written down that has not begun';
comment on column mart.theme_age.months_since_acted is 'whole months since anybody did anything: since last_acted_on, or since it was first heard';
comment on column mart.theme_age.count_customers_waiting is 'distinct customers who told of it since then';
comment on column mart.theme_age.customer_years_waiting is 'years that these customers have waited together, each from the first contact since then to the day of the night';
comment on column mart.theme_age.rank_ignored is '1 is the living theme that is ignored most: by customer_years_waiting, then by months_since_acted; null for a retired one';
