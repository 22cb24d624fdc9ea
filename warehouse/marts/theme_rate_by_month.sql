create or replace view mart.theme_rate_by_month as
with heard_from as (
    select theme_id, min(period_on) as first_month
    from core.theme_period
    where grain = 'month'
    group by theme_id
),

contacts as (
    select 'contacts' as denominator_kind, month, '' as product, '' as segment,
        sum(count_contacts)::double as count_units
    from core.theme_part_month
    where theme_id = ''
    group by month
),

given as (
    select denominator_kind, month, product, segment, count_units
    from core.denominator
    union all
    from contacts
),

-- Where a kind is given by parts only, all is their sum, in months for which every part that had
-- begun is given: a sum that lacks a product would be a rise of the rate.
part as (
    select
        denominator_kind,
        product,
        segment,
        min(month) as first_month,
        if(product = '', 'segment', if(segment = '', 'product', 'both')) as cut
    from given
    where
        (product != '' or segment != '')
        and denominator_kind not in (
            select denominator_kind from given where product = '' and segment = ''
        )
    group by denominator_kind, product, segment
),

summed as (
    select
        given.denominator_kind,
        part.cut,
        given.month,
        sum(given.count_units) as count_units,
        count(*) as count_given
    from given
    inner join part using (denominator_kind, product, segment)
    group by given.denominator_kind, part.cut, given.month
),

-- One way of cutting is enough; by product, if there are several.
whole as (
    select
        summed.denominator_kind,
        summed.month,
        arg_min(summed.count_units, summed.cut = 'segment') as count_units
    from summed
    where summed.count_given = (
        select count(*)
        from part
        where
            part.denominator_kind = summed.denominator_kind
            and part.cut = summed.cut
            and part.first_month <= summed.month
    )
    group by summed.denominator_kind, summed.month
),

denominator as (
    from given
    union all
    select denominator_kind, month, '', '', count_units
    from whole
),

series as (
    select distinct denominator_kind, product, segment
    from denominator
),

counted as (
    select
        theme_id,
        month,
        coalesce(product, '') as product,
        coalesce(segment, '') as segment,
        -- What has no product or segment is in no part.
        sum(count_contacts) as count_contacts
    from core.theme_part_month
    where theme_id != ''
    group by grouping sets (
        (theme_id, month),
        (theme_id, month, product),
        (theme_id, month, segment),
        (theme_id, month, product, segment)
    )
    having
        (grouping(product) = 1 or product != '')
        and (grouping(segment) = 1 or segment != '')
),

linked as (
    select denominator_kind, product, segment, first_month, factor
    from core.denominator_link
    union all
    -- A sum of parts is counted in another way when one of them is, nobody knows by how much.
    select distinct denominator_kind, '', '', first_month, null
    from core.denominator_link
    where denominator_kind in (select denominator_kind from whole)
),

month as (
    select
        period_on as month,
        last_day(period_on) as last_on,
        is_complete and period_on >= (select min(received_on) from core.contact) as is_whole
    from core.period
    where grain = 'month'
),

-- The newest change before the end of each month, of what is counted and of what it is divided by.
changed as (
    select
        month.month,
        max(series_break.break_on) as break_on,
        coalesce(bool_or(series_break.break_on > month.month), false)
        or month.month in (select month from core.outage_month) as is_broken
    from month
    left join core.series_break on series_break.break_on <= month.last_on
    group by month.month
),

-- Whoever called before and after a new key is two customers; months of one key compare well.
mixed_keys as (
    select distinct month.month
    from month
    inner join core.marker
        on marker.marker_kind = 'customer_key'
        and marker.marked_on > month.month
        and marker.marked_on <= month.last_on
),

changed_denominator as (
    select
        month.month,
        linked.denominator_kind,
        linked.product,
        linked.segment,
        max(linked.first_month) as break_on
    from month
    inner join linked on linked.first_month <= month.month
    group by month.month, linked.denominator_kind, linked.product, linked.segment
),

-- How many times the number would be what it is, had it been counted as the newest are.
later_way as (
    select
        month.month,
        linked.denominator_kind,
        linked.product,
        linked.segment,
        if(count(*) = count(linked.factor), product(linked.factor), null) as factor
    from month
    inner join linked on linked.first_month > month.month
    group by month.month, linked.denominator_kind, linked.product, linked.segment
),

marked_denominator as (
    select distinct month.month, marker.scope as denominator_kind
    from month
    inner join core.marker
        on marker.marker_kind = 'denominator'
        and marker.marked_on <= month.last_on
        and coalesce(marker.until_on, marker.marked_on) >= month.month
)

select
    heard_from.theme_id,
    theme_name.theme_name,
    month.month,
    series.denominator_kind,
    nullif(series.product, '') as product,
    nullif(series.segment, '') as segment,
    coalesce(counted.count_contacts, 0)::bigint as count_contacts,
    if(series.product = '' and series.segment = '', coalesce(theme_period.count_customers, 0), null)
        as count_customers,
    denominator.count_units as count_denominator,
    coalesce(
        coalesce(counted.count_contacts, 0) between 1 and rate_setting.least_contacts - 1
        or denominator.count_units < rate_setting.least_denominator,
        false
    ) as is_suppressed,
    if(
        is_suppressed,
        null,
        1000 * coalesce(counted.count_contacts, 0) / denominator.count_units
    ) as contacts_per_1000,
    if(
        is_suppressed
        or series.product != ''
        or series.segment != ''
        or mixed_keys.month is not null,
        null,
        1000 * coalesce(theme_period.count_customers, 0) / denominator.count_units
    ) as customers_per_1000,
    if(
        is_suppressed,
        null,
        1000 * coalesce(counted.count_contacts, 0)
        / (denominator.count_units * if(later_way.month is null, 1, later_way.factor))
    ) as contacts_per_1000_alike,
    month.is_whole as is_complete,
    month.is_whole and denominator.count_units is not null and not changed.is_broken
        as is_comparable,
    greatest(changed.break_on, changed_denominator.break_on) as comparable_since,
    list_concat(
        list_concat(coalesce(marked.markers, []), coalesce(marked_theme.markers, [])),
        if(marked_denominator.month is null, [], ['denominator ' || series.denominator_kind])
    ) as markers
from heard_from
inner join month on month.month >= heard_from.first_month
cross join series
cross join core.rate_setting
inner join changed on changed.month = month.month
left join mixed_keys on mixed_keys.month = month.month
left join counted
    on counted.theme_id = heard_from.theme_id
    and counted.month = month.month
    and counted.product = series.product
    and counted.segment = series.segment
left join denominator
    on denominator.month = month.month
    and denominator.denominator_kind = series.denominator_kind
    and denominator.product = series.product
    and denominator.segment = series.segment
left join core.theme_period
    on theme_period.grain = 'month'
    and theme_period.theme_id = heard_from.theme_id
    and theme_period.period_on = month.month
left join changed_denominator
    on changed_denominator.month = month.month
    and changed_denominator.denominator_kind = series.denominator_kind
    and changed_denominator.product = series.product
    and changed_denominator.segment = series.segment
left join later_way
    on later_way.month = month.month
    and later_way.denominator_kind = series.denominator_kind
    and later_way.product = series.product
    and later_way.segment = series.segment
left join marked_denominator
    on marked_denominator.month = month.month
    and marked_denominator.denominator_kind = series.denominator_kind
left join core.marked_period as marked
    on marked.grain = 'month' and marked.period_on = month.month and marked.theme_id = ''
left join core.marked_period as marked_theme
    on marked_theme.grain = 'month'
    and marked_theme.period_on = month.month
    and marked_theme.theme_id = heard_from.theme_id
left join core.theme_name on theme_name.theme_id = heard_from.theme_id;

comment on view mart.theme_rate_by_month is 'one row per theme, month and denominator (kind, product, segment), from the first month the theme was heard';
comment on column mart.theme_rate_by_month.theme_id is 'theme (mart.theme)';
comment on column mart.theme_rate_by_month.theme_name is 'name of the theme';
comment on column mart.theme_rate_by_month.month is 'local date: month (first day)';
comment on column mart.theme_rate_by_month.denominator_kind is 'customers, shipments, sales or calls_offered (denominators.csv), or contacts: all contacts received';
comment on column mart.theme_rate_by_month.product is 'product of which contacts and denominator are, null for all';
comment on column mart.theme_rate_by_month.segment is 'segment of which contacts and denominator are, null for all';
comment on column mart.theme_rate_by_month.count_contacts is 'distinct contacts with a voice of the theme, copies left out';
comment on column mart.theme_rate_by_month.count_customers is 'distinct customers of these contacts; null for a product or segment. Too many in a month with the marker customer_key: whoever called before and after the new key counts twice';
comment on column mart.theme_rate_by_month.count_denominator is 'what they are divided by; null where denominators.csv has no number for the month. A kind given by parts only is summed where every part is given';
comment on column mart.theme_rate_by_month.contacts_per_1000 is '1000 * count_contacts / count_denominator; null without a denominator or when suppressed';
comment on column mart.theme_rate_by_month.customers_per_1000 is '1000 * count_customers / count_denominator; null without a denominator, when suppressed, for a product or segment, or in a month in which the key of customers changed (marker customer_key)';
comment on column mart.theme_rate_by_month.contacts_per_1000_alike is 'the same with the denominator as it would be in the newest way of counting it, so that rates before and after a change of the denominator can be compared; null where no month was given in both ways';
comment on column mart.theme_rate_by_month.is_suppressed is 'true where the numbers are too small for a rate ([rates] in voc.toml)';
comment on column mart.theme_rate_by_month.is_complete is 'false while the month is not over at the day of the night, or when the data begin in it: do not compare it with whole ones';
comment on column mart.theme_rate_by_month.is_comparable is 'false for a month that is not complete, has no denominator, or in which the way of counting changed or a source was silent or came twice (for a twentieth of the contacts of the month or more); see mart.theme_compared_by_month';
comment on column mart.theme_rate_by_month.comparable_since is 'the newest day up to the end of the month on which the encoder, a source mapping or the way of counting the denominator changed: rates from then on can be compared with this one; null when that never happened';
comment on column mart.theme_rate_by_month.markers is 'what happened in the month that may move the series (mart.marker)';
