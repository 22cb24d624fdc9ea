create or replace view mart.theme_same_season as
with answering as (
    select day, 'year_before' as against, one_year_from as from_on, one_year_until as until_on
    from core.season_day
    union all
    select day, 'two_years_before', two_years_from, two_years_until
    from core.season_day
),

-- The earlier days of a period follow each other without gap.
stretch as (
    select
        grains.grain,
        date_trunc(grains.grain, answering.day)::date as period_on,
        answering.against,
        min(answering.from_on) as from_on,
        max(answering.until_on) as until_on
    from answering
    cross join (values ('week'), ('month')) as grains (grain)
    group by all
),

span as (
    select
        period.grain,
        period.period_on,
        if(period.grain = 'week', period.period_on + 6, last_day(period.period_on)) as last_on,
        period.is_complete,
        stretch.against,
        stretch.from_on,
        stretch.until_on,
        -- A stretch that begins before the record is not compared: a part against a whole.
        stretch.from_on >= (select min(period_on) from core.period where grain = 'day') as is_known
    from core.period
    inner join stretch using (grain, period_on)
),

counted as (
    select
        earlier.grain,
        earlier.period_on,
        earlier.against,
        theme_period.theme_id,
        sum(theme_period.count_contacts) as count_contacts
    from (
        select grain, period_on, against,
            unnest(generate_series(from_on, until_on, interval 1 day))::date as earlier_on
        from span
        where is_known
    ) as earlier
    inner join core.theme_period
        on theme_period.grain = 'day' and theme_period.period_on = earlier.earlier_on
    group by all
),

-- An outage breaks what it falls into when it took, or doubled, a twentieth of it.
side as (
    select grain, period_on, against, from_on as side_from, until_on as side_until
    from span
    union all
    select grain, period_on, against, period_on, last_on
    from span
),

missed as (
    select
        side.grain,
        side.period_on,
        side.against,
        side.side_from,
        side.side_until,
        marker.scope as source_name,
        sum(
            marker.count_missing
            * (
                least(marker.until_on, side.side_until)
                - greatest(marker.marked_on, side.side_from)
                + 1
            )
            / (marker.until_on - marker.marked_on + 1)
        ) as count_missing
    from side
    inner join core.marker
        on marker.marker_kind = 'outage'
        and marker.marked_on <= side.side_until
        and marker.until_on >= side.side_from
    group by all
),

parted as (
    select
        span.grain,
        span.period_on,
        span.against,
        series_break.break_name,
        series_break.break_kind,
        series_break.marker_id,
        (series_break.break_on > span.from_on and series_break.break_on <= span.until_on)
        or series_break.break_on > span.period_on as is_inside
    from span
    inner join core.series_break
        on series_break.break_on > span.from_on and series_break.break_on <= span.last_on
    union all
    select grain, period_on, against, 'outage ' || source_name, 'outage', null, true
    from missed
    where count_missing > 0 and count_missing >= 0.05 * (
        select sum(count_contacts)
        from core.period
        where grain = 'day' and period_on between missed.side_from and missed.side_until
    )
),

broken as (
    select
        grain,
        period_on,
        against,
        list_sort(list_distinct(list(break_name))) as broken_by,
        count(*) filter (break_kind = 'encoder') as count_encoders,
        any_value(marker_id) filter (break_kind = 'encoder') as encoder_marker_id,
        -- Sources can be left out by month only: theme_compared_by_month.
        bool_or(break_kind != 'encoder' or is_inside) as is_lost
    from parted
    group by grain, period_on, against
),

heard_from as (
    select grain, theme_id, min(period_on) as first_period_on
    from core.theme_period
    where grain != 'day'
    group by grain, theme_id
),

-- A theme, and those that were merged into it or split off it in between.
family as (
    select span.grain, span.period_on, span.against, heard_from.theme_id,
        heard_from.theme_id as member_theme_id
    from span
    inner join heard_from
        on heard_from.grain = span.grain and heard_from.first_period_on <= span.period_on
    union
    select span.grain, span.period_on, span.against, theme_kin.theme_id, theme_kin.kin_theme_id
    from span
    inner join core.theme_kin
        on theme_kin.moved_on > span.from_on and theme_kin.joined_on <= span.last_on
    inner join heard_from
        on heard_from.theme_id = theme_kin.theme_id
        and heard_from.grain = span.grain
        and heard_from.first_period_on <= span.period_on
),

alike as (
    select
        family.grain,
        family.period_on,
        family.against,
        family.theme_id,
        coalesce(sum(now.count_contacts), 0) as count_contacts,
        coalesce(sum(counted.count_contacts), 0) as base_count_contacts,
        coalesce(
            any_value(counted.count_contacts) filter (family.member_theme_id = family.theme_id), 0
        ) as count_before,
        count(*) > 1 as is_family
    from family
    left join core.theme_period as now
        on now.grain = family.grain
        and now.period_on = family.period_on
        and now.theme_id = family.member_theme_id
    left join counted
        on counted.grain = family.grain
        and counted.period_on = family.period_on
        and counted.against = family.against
        and counted.theme_id = family.member_theme_id
    group by family.grain, family.period_on, family.against, family.theme_id
),

judged as (
    select
        alike.* exclude (is_family, count_before),
        if(span.is_complete and span.is_known, alike.count_before, null) as count_before,
        span.from_on,
        span.until_on,
        coalesce(broken.broken_by, []) as broken_by,
        if(coalesce(broken.count_encoders, 0) = 0, 1, link.count_now / link.count_former) as factor,
        case
            when not span.is_complete then 'unfinished'
            when not span.is_known then 'not_recorded'
            when
                broken.is_lost
                or broken.count_encoders > 1
                -- From fewer contacts the ratio of two encoders tells nothing.
                or (
                    broken.count_encoders = 1
                    and (
                        link.count_former is null or link.count_former < 20 or link.count_now = 0
                    )
                )
                then 'not_comparable'
            when broken.broken_by is not null or alike.is_family then 'like_for_like'
            else 'as_counted'
        end as comparison
    from alike
    inner join span using (grain, period_on, against)
    left join broken using (grain, period_on, against)
    left join core.encoder_link as link
        on link.marker_id = broken.encoder_marker_id and link.theme_id = alike.theme_id
),

-- Half a contact is added to both for the interval, which is then there for counts of 0 as well.
compared as (
    select
        *,
        if(
            comparison in ('as_counted', 'like_for_like'),
            count_contacts / nullif(base_count_contacts * factor, 0),
            null
        ) as ratio,
        if(
            comparison in ('as_counted', 'like_for_like'),
            ln((count_contacts + 0.5) / ((base_count_contacts + 0.5) * factor)),
            null
        ) as log_ratio,
        1.96 * sqrt(1 / (count_contacts + 0.5) + 1 / (base_count_contacts + 0.5)) as reach
    from judged
)

select
    series.theme_id,
    series.theme_name,
    series.grain,
    series.period_on,
    series.is_complete,
    series.count_contacts,
    one.count_before as count_year_before,
    one.comparison as comparison_year_before,
    one.broken_by as broken_by_year_before,
    one.ratio as ratio_year_before,
    exp(one.log_ratio - one.reach) as ratio_year_before_low,
    exp(one.log_ratio + one.reach) as ratio_year_before_high,
    two.count_before as count_two_years_before,
    two.comparison as comparison_two_years_before,
    two.broken_by as broken_by_two_years_before,
    two.ratio as ratio_two_years_before,
    exp(two.log_ratio - two.reach) as ratio_two_years_before_low,
    exp(two.log_ratio + two.reach) as ratio_two_years_before_high,
    one.from_on as year_before_from,
    one.until_on as year_before_until,
    series.markers
from core.theme_series as series
left join compared as one
    on one.against = 'year_before'
    and one.grain = series.grain
    and one.period_on = series.period_on
    and one.theme_id = series.theme_id
left join compared as two
    on two.against = 'two_years_before'
    and two.grain = series.grain
    and two.period_on = series.period_on
    and two.theme_id = series.theme_id
where series.grain <> 'day';

comment on view mart.theme_same_season is 'one row per theme and week or month, beside the same season one and two years before: the days that its days answer to in the business calendar (Obon to Obon, business day to business day), each counted once';
comment on column mart.theme_same_season.theme_id is 'theme (mart.theme)';
comment on column mart.theme_same_season.theme_name is 'name of the theme';
comment on column mart.theme_same_season.grain is 'week (from Monday) or month';
comment on column mart.theme_same_season.period_on is 'local date: first day of the week or month';
comment on column mart.theme_same_season.is_complete is 'false while it is not over: nothing is compared then';
comment on column mart.theme_same_season.count_contacts is 'distinct contacts with a voice of the theme, copies left out';
comment on column mart.theme_same_season.count_year_before is 'the same of the days one year before, as counted; null while the period is not over, or where the record begins later';
comment on column mart.theme_same_season.comparison_year_before is 'as_counted: nothing changed in between; like_for_like: together with themes merged into it or split off it, and with the earlier days as the encoder of today would have counted them (by month the counts are in mart.theme_compared_by_month); not_comparable: another encoder whose effect is not known, or a source that was silent, came twice or is read in another way; unfinished: the period is not over; not_recorded: the record begins later';
comment on column mart.theme_same_season.broken_by_year_before is 'markers between or in both across which they are not counted alike; an outage of less than a twentieth of all contacts is left out';
comment on column mart.theme_same_season.ratio_year_before is 'count_contacts / count_year_before, both counted alike; null when not comparable or when there were none then';
comment on column mart.theme_same_season.ratio_year_before_low is 'lower end of the 95 % interval of the ratio, by chance alone (Poisson counts); null when not comparable: above 1 is a rise';
comment on column mart.theme_same_season.ratio_year_before_high is 'upper end of that interval: below 1 is a fall';
comment on column mart.theme_same_season.count_two_years_before is 'the same of the days two years before, as counted';
comment on column mart.theme_same_season.comparison_two_years_before is 'comparison_year_before of the days two years before';
comment on column mart.theme_same_season.broken_by_two_years_before is 'broken_by_year_before of the days two years before';
comment on column mart.theme_same_season.ratio_two_years_before is 'count_contacts / count_two_years_before, both counted alike; null when not comparable or when there were none then';
comment on column mart.theme_same_season.ratio_two_years_before_low is 'lower end of the 95 % interval of that ratio';
comment on column mart.theme_same_season.ratio_two_years_before_high is 'upper end of the 95 % interval of that ratio';
comment on column mart.theme_same_season.year_before_from is 'first of the days one year before';
comment on column mart.theme_same_season.year_before_until is 'last of the days one year before';
comment on column mart.theme_same_season.markers is 'what happened in the period that may move the series (mart.marker)';
