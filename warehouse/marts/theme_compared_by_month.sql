create or replace view mart.theme_compared_by_month as
with month as (
    select
        period_on as month,
        last_day(period_on) as last_on,
        -- A month in which the data begin is no whole one.
        is_complete and period_on >= (select min(received_on) from core.contact) as is_whole
    from core.period
    where grain = 'month'
),

against as (
    select unnest(['month_before', 'year_before', 'two_years_before']) as against,
        unnest([1, 12, 24]) as months_back
),

pair as (
    select
        against.against,
        month.month,
        base.month as base_month,
        month.last_on,
        month.is_whole and base.is_whole as is_whole
    from month
    cross join against
    inner join month as base on base.month = month.month - to_months(against.months_back)
),

-- Lasting changes lie between two months, outages in one of them.
parted as (
    select
        pair.month,
        pair.against,
        series_break.break_name,
        series_break.break_kind,
        series_break.source_name,
        series_break.marker_id,
        -- A month of which only a part is counted by the new encoder cannot be put right.
        series_break.break_on not in (pair.month, pair.base_month)
        and date_trunc('month', series_break.break_on)::date in (pair.month, pair.base_month)
            as is_inside
    from pair
    inner join core.series_break
        on series_break.break_on > pair.base_month and series_break.break_on <= pair.last_on
    union all
    select
        pair.month,
        pair.against,
        'outage ' || outage_month.source_name,
        'outage',
        outage_month.source_name,
        null,
        true
    from pair
    inner join core.outage_month on outage_month.month in (pair.month, pair.base_month)
),

-- A source that was silent, came twice or is read in another way is left out of both months.
left_out as (
    select distinct month, against, source_name
    from parted
    where source_name is not null
),

broken as (
    select
        month,
        against,
        list_sort(list_distinct(list(break_name))) as broken_by,
        count(*) filter (break_kind = 'encoder') as count_encoders,
        any_value(marker_id) filter (break_kind = 'encoder') as encoder_marker_id,
        coalesce(bool_or(is_inside) filter (break_kind = 'encoder'), false) as is_mixed
    from parted
    group by month, against
),

heard_from as (
    select theme_id, min(period_on) as first_month
    from core.theme_period
    where grain = 'month'
    group by theme_id
),

-- A theme, and those that were merged into it or split off it in between.
family as (
    select pair.month, pair.against, pair.base_month, heard_from.theme_id,
        heard_from.theme_id as member_theme_id
    from pair
    inner join heard_from on heard_from.first_month <= pair.month
    union
    select pair.month, pair.against, pair.base_month, theme_kin.theme_id, theme_kin.kin_theme_id
    from pair
    inner join core.theme_kin
        on theme_kin.moved_on > pair.base_month and theme_kin.joined_on <= pair.last_on
    inner join heard_from
        on heard_from.theme_id = theme_kin.theme_id and heard_from.first_month <= pair.month
),

by_source as (
    select month, theme_id, source_name, sum(count_contacts) as count_contacts
    from core.theme_part_month
    group by month, theme_id, source_name
),

-- Contacts of two merged themes at once are counted twice here.
alike as (
    select
        family.month,
        family.against,
        family.theme_id,
        coalesce(sum(by_source.count_contacts) filter (by_source.month = family.month), 0)
            as count_contacts,
        coalesce(sum(by_source.count_contacts) filter (by_source.month = family.base_month), 0)
            as base_count_contacts,
        count(distinct family.member_theme_id) > 1 as is_family
    from family
    left join by_source
        on by_source.theme_id = family.member_theme_id
        and by_source.month in (family.month, family.base_month)
        and not exists (
            from left_out
            where
                left_out.month = family.month
                and left_out.against = family.against
                and left_out.source_name = by_source.source_name
        )
    group by family.month, family.against, family.theme_id
),

everything as (
    select
        pair.month,
        pair.against,
        coalesce(sum(by_source.count_contacts) filter (by_source.month = pair.month), 0)
            as count_contacts_all,
        coalesce(sum(by_source.count_contacts) filter (by_source.month = pair.base_month), 0)
            as base_count_contacts_all
    from pair
    left join by_source
        on by_source.theme_id = ''
        and by_source.month in (pair.month, pair.base_month)
        and not exists (
            from left_out
            where
                left_out.month = pair.month
                and left_out.against = pair.against
                and left_out.source_name = by_source.source_name
        )
    group by pair.month, pair.against
),

judged as (
    select
        alike.theme_id,
        pair.month,
        pair.against,
        pair.base_month,
        alike.count_contacts,
        -- As the new encoder would have counted them.
        alike.base_count_contacts
        * if(coalesce(broken.count_encoders, 0) = 0, 1, link.count_now / link.count_former)
            as base_count_contacts,
        everything.count_contacts_all,
        everything.base_count_contacts_all,
        coalesce(broken.broken_by, []) as broken_by,
        case
            when not pair.is_whole then 'unfinished'
            -- From fewer contacts the ratio of two encoders tells nothing.
            when
                broken.count_encoders > 0
                and (
                    broken.count_encoders > 1
                    or broken.is_mixed
                    or link.count_former is null
                    or link.count_former < 20
                )
                then 'not_comparable'
            -- Nothing is left when every source of one of the months was left out.
            when
                broken.broken_by is not null
                and (everything.count_contacts_all = 0 or everything.base_count_contacts_all = 0)
                then 'not_comparable'
            when broken.broken_by is not null or alike.is_family then 'like_for_like'
            else 'as_counted'
        end as comparison
    from alike
    inner join pair using (month, against)
    inner join everything using (month, against)
    left join broken using (month, against)
    left join core.encoder_link as link
        on link.marker_id = broken.encoder_marker_id and link.theme_id = alike.theme_id
)

select
    judged.theme_id,
    theme_name.theme_name,
    judged.month,
    judged.against,
    judged.base_month,
    coalesce(now.count_contacts, 0) as count_contacts,
    coalesce(base.count_contacts, 0) as base_count_contacts,
    judged.comparison,
    judged.comparison in ('as_counted', 'like_for_like') as is_comparable,
    judged.broken_by,
    if(is_comparable, judged.count_contacts::bigint, null) as count_contacts_alike,
    if(is_comparable, judged.base_count_contacts::double, null) as base_count_contacts_alike,
    if(is_comparable, judged.count_contacts / nullif(judged.base_count_contacts, 0), null) as ratio,
    if(
        is_comparable,
        (judged.count_contacts / nullif(judged.count_contacts_all, 0))
        / nullif(judged.base_count_contacts / nullif(judged.base_count_contacts_all, 0), 0),
        null
    ) as ratio_of_shares
from judged
left join core.theme_period as now
    on now.grain = 'month' and now.theme_id = judged.theme_id and now.period_on = judged.month
left join core.theme_period as base
    on base.grain = 'month' and base.theme_id = judged.theme_id and base.period_on = judged.base_month
left join core.theme_name on theme_name.theme_id = judged.theme_id;

comment on view mart.theme_compared_by_month is 'one row per theme, month and month it is compared with: the one before, and the same of one and two years before';
comment on column mart.theme_compared_by_month.theme_id is 'theme (mart.theme)';
comment on column mart.theme_compared_by_month.theme_name is 'name of the theme';
comment on column mart.theme_compared_by_month.month is 'local date: month (first day)';
comment on column mart.theme_compared_by_month.against is 'month_before, year_before or two_years_before';
comment on column mart.theme_compared_by_month.base_month is 'the month it is compared with (first day)';
comment on column mart.theme_compared_by_month.count_contacts is 'distinct contacts with a voice of the theme in the month, as counted';
comment on column mart.theme_compared_by_month.base_count_contacts is 'the same in the month it is compared with';
comment on column mart.theme_compared_by_month.comparison is 'as_counted: nothing changed in between; like_for_like: compared without the sources that were silent, came twice or were read in another way, together with themes merged into it or split off it, and with the other month as the encoder of this one would have counted it; not_comparable: another encoder whose effect is not known, or no source is left; unfinished: one of the months is not over, or the data begin in it';
comment on column mart.theme_compared_by_month.broken_by is 'markers between or in the months across which they are not counted alike; an outage of less than a twentieth of the contacts of its month is left out';
comment on column mart.theme_compared_by_month.count_contacts_alike is 'contacts of the month that can be compared; null when not comparable';
comment on column mart.theme_compared_by_month.base_count_contacts_alike is 'contacts of the other month that can be compared, no whole number where an encoder was changed in between; null when not comparable';
comment on column mart.theme_compared_by_month.ratio is 'count_contacts_alike / base_count_contacts_alike; null when not comparable or the base is 0';
comment on column mart.theme_compared_by_month.ratio_of_shares is 'the same ratio of shares of all contacts, from the same sources';
comment on column mart.theme_compared_by_month.is_comparable is 'whether there is a ratio to speak of: comparison is as_counted or like_for_like';
