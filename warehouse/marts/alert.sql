create or replace view mart.alert as
with carried as (
    select
        alert_id,
        any_value(facet_value) filter (facet = 'segment') as segment,
        any_value(facet_value) filter (facet = 'product') as product,
        any_value(facet_value) filter (facet = 'channel') as channel,
        any_value(facet_value) filter (facet = 'region') as region,
        list({'facet': facet, 'value': facet_value, 'share': share} order by facet) as carriers
    from core.alert_carrier
    group by alert_id
)

select
    alert.alert_id,
    nullif(alert.theme_id, '') as theme_id,
    theme_name.theme_name,
    theme_name.category_name,
    alert.alert_kind,
    alert.raised_on,
    alert.since_on,
    if(alert.facet = 'segment', alert.facet_value, carried.segment) as segment,
    if(alert.facet = 'product', alert.facet_value, carried.product) as product,
    carried.channel,
    carried.region,
    if(alert.alert_kind = 'fast_lane', alert.facet_value, null) as flag,
    alert.facet = 'grave' as is_grave,
    alert.size,
    alert.expected,
    alert.size / nullif(alert.expected, 0) as ratio,
    alert.probability,
    alert.is_seasonal,
    alert.count_customers,
    coalesce(carried.carriers, []) as carriers,
    alert.teams,
    alert.voice_ids
from core.alert
left join core.theme_name using (theme_id)
left join carried using (alert_id);

comment on view mart.alert is 'one row per alert: something rose beyond what was to be expected, as known on the day it was raised; never rewritten, and told once for as long as it lasts';
comment on column mart.alert.alert_id is 'identifier: day, kind and series';
comment on column mart.alert.theme_id is 'theme (mart.theme); null for the fast lane, which watches flags whatever their theme';
comment on column mart.alert.theme_name is 'name of the theme today';
comment on column mart.alert.category_name is 'category of the theme today';
comment on column mart.alert.alert_kind is 'spike (sudden rise), slow_rise (weeks above its former level), new_theme (first heard lately, enough customers), comeback (was quiet, or was thought solved: retired, a measure done; and is back) or fast_lane (flags)';
comment on column mart.alert.raised_on is 'day on which it could first have been known: nothing received or changed later was looked at';
comment on column mart.alert.since_on is 'first day of the rise: size and expected are of this day up to raised_on (slow_rise: the newest weeks without the fullest part of them)';
comment on column mart.alert.segment is 'kind of customer that carries the rise, null when it is no single one';
comment on column mart.alert.product is 'product that carries the rise, null when it is no single one';
comment on column mart.alert.channel is 'channel that carries the rise, null when it is no single one';
comment on column mart.alert.region is 'region that carries the rise, null when it is no single one';
comment on column mart.alert.flag is 'fast lane: flag (safety, legal, harassment) or category of mart.fast_lane that rose; null for themes';
comment on column mart.alert.is_grave is 'fast lane: true for voices of severity 3: the first of their category after a quiet spell, or more than was to be expected; every one of them stands in mart.fast_lane';
comment on column mart.alert.size is 'contacts since since_on, copies left out; of the part that rose where segment or product alone did';
comment on column mart.alert.expected is 'contacts that were to be expected: level x known season x day kind (is_grave: of the year before); 0 where nothing was asked (new_theme)';
comment on column mart.alert.ratio is 'size / expected, null where nothing was expected';
comment on column mart.alert.probability is 'chance of as many or more (negative binomial, best of windows of 1 to 28 days); 1 where no such question was asked';
comment on column mart.alert.is_seasonal is 'true when the same season of the one earlier year that is known would explain it; a season known from two years is expected and raises none';
comment on column mart.alert.count_customers is 'distinct customers of the window, as known in the night that wrote the alert';
comment on column mart.alert.carriers is 'for each facet (segment, product, channel, region) of which one value carries at least half of the excess: facet, value and its share of the excess (0 to 1)';
comment on column mart.alert.teams is 'who is to be told: all for the sensitivity of the house ([alerts] chance), and the names of the teams of [[alerts.team]] whose scope and sensitivity it meets';
comment on column mart.alert.voice_ids is 'up to three voices (mart.voice) of the window: typical, unlike each other, of different customers';
