create or replace view mart.theme_by_segment as
with data_until as (
    select max(period_on) as last_day
    from core.period
    where grain = 'day'
),

contact as (
    select
        contact.contact_id,
        coalesce(contact.customer_key, contact.contact_id) as customer,
        contact.received_on >= date_trunc('month', data_until.last_day + 1) - interval 12 months
            and contact.received_on < date_trunc('month', data_until.last_day + 1) as is_in_year,
        contact.segment,
        contact.product,
        contact.channel,
        contact.region
    from core.contact
    cross join data_until
    anti join core.contact_copy using (contact_id)
),

-- '' where the source gives none: so that the parts make the whole.
faceted as (
    from contact unpivot include nulls (
        facet_value for facet in (segment, product, channel, region)
    )
),

spanned as (
    select 'all' as span, * exclude (is_in_year) replace (coalesce(facet_value, '') as facet_value)
    from faceted
    union all
    select 'year' as span, * exclude (is_in_year) replace (coalesce(facet_value, '') as facet_value)
    from faceted
    where is_in_year
),

whole as (
    select
        span,
        facet,
        facet_value,
        count(*) as count_contacts_value,
        count(distinct customer) as count_customers_value
    from spanned
    group by all
),

told as (
    select distinct assignment.theme_id, voice.contact_id
    from core.assignment
    inner join core.voice using (voice_id)
    where assignment.theme_id is not null
),

part as (
    select
        spanned.span,
        spanned.facet,
        spanned.facet_value,
        told.theme_id,
        count(*) as count_contacts,
        count(distinct spanned.customer) as count_customers
    from spanned
    inner join told using (contact_id)
    group by all
),

-- The rest: all other known values. A customer counts once in each value.
whole_known as (
    select span, facet, sum(count_customers_value) as n
    from whole
    where facet_value <> ''
    group by all
),

part_known as (
    select span, facet, theme_id, sum(count_customers) as y
    from part
    where facet_value <> ''
    group by all
),

compared as (
    select
        part.*,
        whole.count_contacts_value,
        whole.count_customers_value,
        part.facet_value <> '' and whole_known.n > whole.count_customers_value as is_compared,
        part_known.y - part.count_customers as y_rest,
        whole_known.n - whole.count_customers_value as n_rest,
        -- 500 customers who tell of the theme as all do: what a small group must outweigh.
        500 * part_known.y / whole_known.n as prior
    from part
    inner join whole using (span, facet, facet_value)
    left join whole_known using (span, facet)
    left join part_known using (span, facet, theme_id)
),

estimated as (
    select
        *,
        case
            when is_compared
            then
                ln(
                    (count_customers + prior)
                    / nullif(count_customers_value - count_customers + 500 - prior, 0)
                )
                - ln((y_rest + prior) / nullif(n_rest - y_rest + 500 - prior, 0))
        end as log_odds,
        sqrt(1 / (count_customers + prior) + 1 / nullif(y_rest + prior, 0)) as standard_error
    from compared
),

shared as (
    select
        *,
        count_customers / count_customers_value as share_of_customers,
        log_odds - 2.326 * standard_error as log_odds_low
    from estimated
),

judged as (
    select
        *,
        share_of_customers
            >= avg(share_of_customers) over (partition by span, facet, facet_value)
            as is_high_share,
        coalesce(log_odds_low > 0 and count_customers >= 5, false) as is_characteristic
    from shared
)

select
    judged.facet,
    judged.facet_value,
    judged.span,
    judged.theme_id,
    theme_name.theme_name,
    judged.count_contacts,
    judged.count_customers,
    judged.count_contacts_value,
    judged.count_customers_value,
    judged.count_contacts / judged.count_contacts_value as share_of_contacts,
    judged.share_of_customers,
    if(judged.is_compared, judged.y_rest / judged.n_rest, null) as share_elsewhere,
    judged.log_odds,
    judged.log_odds_low,
    judged.is_high_share,
    judged.is_characteristic,
    case
        when judged.is_high_share and judged.is_characteristic then 'focus'
        when judged.is_characteristic then 'own'
        when judged.is_high_share then 'common'
        else 'rest'
    end as quadrant
from judged
left join core.theme_name using (theme_id);

comment on view mart.theme_by_segment is 'one row per theme and value of segment, product, channel or region in which it was heard, over all time and over the last 12 whole months: how large it is there, and how characteristic';
comment on column mart.theme_by_segment.facet is 'segment, product, channel or region';
comment on column mart.theme_by_segment.facet_value is 'value of the facet, such as the name of a product; an empty text where the source gave none';
comment on column mart.theme_by_segment.span is 'all (everything received so far) or year (the last 12 whole months)';
comment on column mart.theme_by_segment.theme_id is 'theme (mart.theme)';
comment on column mart.theme_by_segment.theme_name is 'name of the theme';
comment on column mart.theme_by_segment.count_contacts is 'distinct contacts of the value with a voice of the theme, copies left out; over all values of a facet they sum up to those of the theme';
comment on column mart.theme_by_segment.count_customers is 'distinct customers among them; a contact without a customer number counts as one customer';
comment on column mart.theme_by_segment.count_contacts_value is 'all contacts of the value, with or without a theme';
comment on column mart.theme_by_segment.count_customers_value is 'distinct customers among them';
comment on column mart.theme_by_segment.share_of_contacts is 'count_contacts / count_contacts_value, 0 to 1';
comment on column mart.theme_by_segment.share_of_customers is 'count_customers / count_customers_value, 0 to 1';
comment on column mart.theme_by_segment.share_elsewhere is 'the same share in all other known values of the facet together; null without any';
comment on column mart.theme_by_segment.log_odds is 'log of the odds among the customers of the value over those elsewhere, with 500 customers added to both who tell of the theme as all do (informative Dirichlet prior, Monroe et al. 2008): 0 is as usual, 0.69 twice the odds; null without others';
comment on column mart.theme_by_segment.log_odds_low is 'its lower bound (99 %): rank by this one, so that small groups do not top the list';
comment on column mart.theme_by_segment.is_high_share is 'share_of_customers is at least the mean of all themes heard in the value';
comment on column mart.theme_by_segment.is_characteristic is 'log_odds_low is above 0, with at least 5 customers';
comment on column mart.theme_by_segment.quadrant is 'focus (high share and characteristic: begin here), own (characteristic but small), common (large, as everywhere) or rest';
