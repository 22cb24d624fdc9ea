create or replace view mart.measure as
with data_until as (
    select max(period_on) as last_day
    from core.period
    where grain = 'day'
),

latest as (
    from core.measure_effect
    qualify row_number() over (partition by measure_id order by judged_on desc) = 1
),

-- What happened to the numbers of the weeks that are compared, whatever customers did. Denominators
-- are no part of an effect, and what happened to another theme is not its business.
disturbed as (
    select
        latest.measure_id,
        list(
            distinct marker.marked_on::text || ' ' || marker.description
            order by marker.marked_on::text || ' ' || marker.description
        ) as markers
    from latest
    inner join core.measure using (measure_id)
    inner join core.marker
        on marker.marker_kind != 'denominator'
        and marker.marked_on <= latest.compared_until
        and coalesce(marker.until_on, marker.marked_on) >= latest.compared_from
        and (
            not regexp_full_match(marker.scope, 'T[0-9]{4,}(,T[0-9]{4,})*')
            or list_contains(string_split(marker.scope, ','), measure.theme_id)
        )
    group by latest.measure_id
),

-- Before the first night that looks at it, it is too early.
told as (
    select
        measure.measure_id,
        case
            when measure.outcome is not distinct from 'withdrawn' then null
            when theme.theme_id is null then 'not_comparable'
            else coalesce(latest.verdict, 'too_early')
        end as verdict
    from core.measure
    left join core.theme using (theme_id)
    left join latest using (measure_id)
)

select
    measure.measure_id,
    measure.theme_id,
    theme_name.theme_name,
    measure.named_theme_id,
    measure.what,
    measure.owner,
    measure.from_on,
    measure.expected_effect,
    case
        when measure.outcome = 'withdrawn' then 'withdrawn'
        when measure.closed_on <= data_until.last_day then measure.outcome
        when measure.from_on > data_until.last_day then 'planned'
        else 'running'
    end as status,
    measure.decided_on,
    measure.decided_by,
    measure.closed_on,
    latest.effect,
    latest.effect_low,
    latest.effect_high,
    told.verdict,
    told.verdict = 'too_early' as is_too_early,
    latest.method,
    latest.effect <= measure.expected_effect as is_as_expected,
    latest.count_contacts_after,
    latest.count_contacts_expected,
    latest.weeks_after,
    latest.count_similar_themes,
    latest.compared_from,
    latest.compared_until,
    coalesce(latest.judged_with, []) as judged_with,
    latest.judged_on,
    coalesce(disturbed.markers, []) as markers
from core.measure
inner join told using (measure_id)
cross join data_until
left join latest
    on latest.measure_id = measure.measure_id and measure.outcome is distinct from 'withdrawn'
left join disturbed on disturbed.measure_id = latest.measure_id
left join core.theme_name on theme_name.theme_id = measure.theme_id;

comment on view mart.measure is 'one row per measure (対策) that people wrote down with voc measures, and what it did to its theme';
comment on column mart.measure.measure_id is 'identifier, M0001 the first';
comment on column mart.measure.theme_id is 'theme (mart.theme) that counts the voices now: the one it was merged into, if it was';
comment on column mart.measure.theme_name is 'name of that theme';
comment on column mart.measure.named_theme_id is 'theme that the measure was written down for';
comment on column mart.measure.what is 'what is done, personal data masked';
comment on column mart.measure.owner is 'department or person of the company that is responsible; names of persons are masked';
comment on column mart.measure.from_on is 'first day on which the measure holds';
comment on column mart.measure.expected_effect is 'change of the theme''s rate that people expect, -0.3 for 30 % fewer; null when none was written down';
comment on column mart.measure.status is 'planned (not begun), running, done (it is finished and goes on working), stopped (it no longer holds from closed_on on) or withdrawn (written down by mistake: never judged)';
comment on column mart.measure.decided_on is 'local date on which it was written down';
comment on column mart.measure.decided_by is 'who wrote it down';
comment on column mart.measure.closed_on is 'when it was done or stopped; null while it runs';
comment on column mart.measure.effect is 'relative change of the theme''s contacts that the measure brought, -0.2 for a fifth fewer than without it; the season is taken from earlier years, what moved everything from untreated themes; null while it cannot be said';
comment on column mart.measure.effect_low is 'lower end of its interval ([effect] confidence, 95 %)';
comment on column mart.measure.effect_high is 'upper end: below 0, the measure helped more surely than chance explains';
comment on column mart.measure.verdict is 'helped, worse, unclear (the interval holds 0), too_early (fewer than [effect] min_weeks weeks or min_expected contacts expected) or not_comparable (nothing counted before, or nothing to compare with, or no theme of this number); null when withdrawn';
comment on column mart.measure.is_too_early is 'true while it is too early to say anything: do not quote; null when withdrawn';
comment on column mart.measure.method is 'season_and_themes (against the same season of earlier years and against themes nobody treated), season or themes (only one of them was there to compare with)';
comment on column mart.measure.is_as_expected is 'whether the effect reaches expected_effect; null when either is';
comment on column mart.measure.count_contacts_after is 'contacts of the theme in the weeks after, copies left out';
comment on column mart.measure.count_contacts_expected is 'contacts there would have been without the measure';
comment on column mart.measure.weeks_after is 'weeks after its begin that were looked at, [effect] after_weeks (26) at most';
comment on column mart.measure.count_similar_themes is 'untreated themes that it was compared with';
comment on column mart.measure.compared_from is 'first day before the measure that was looked at';
comment on column mart.measure.compared_until is 'last day after it that was looked at';
comment on column mart.measure.judged_with is 'other measures on the theme that began within [effect] together_weeks of it: effect is that of all of them together';
comment on column mart.measure.judged_on is 'day of the night from which on this is what is known';
comment on column mart.measure.markers is 'changes of encoder, dictionary, rules or sources, outages and own events in the days compared (mart.marker): read the effect with care';
