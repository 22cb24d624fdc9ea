create or replace view mart.season_score as
with judged as (
    select
        season_judged.judged_on,
        season_judged.outcome,
        season_judged.count_contacts,
        season_entry.expected,
        season_entry.low,
        season_entry.high,
        season_entry.count_year_before,
        season_entry.same_as_last_month,
        unnest([
            'all',
            if(
                coalesce(season_entry.count_years, season_judged.count_years) < 2,
                'one_year',
                'two_years_or_more'
            )
        ]) as known_from
    from core.season_judged
    left join core.season_entry using (listed_on, theme_id, onset_on)
),

-- Beside a list stands what was judged by its day, whatever came of later ones.
counted as (
    select
        season_list_day.listed_on,
        judged.known_from,
        count(*) filter (outcome = 'hit') as count_hits,
        count(*) filter (outcome = 'miss') as count_misses,
        count(*) filter (outcome = 'false_warning') as count_false_warnings,
        count(*) filter (outcome = 'hit' and count_contacts between low and high) as count_in_range,
        sum(abs(count_contacts - expected))
            filter (count_year_before is not null) as error_beside_year,
        sum(abs(count_contacts - count_year_before)) as error_of_year,
        sum(abs(count_contacts - expected)) as error_beside_month,
        sum(abs(count_contacts - same_as_last_month)) as error_of_month
    from core.season_list_day
    inner join judged on judged.judged_on <= season_list_day.listed_on
    group by season_list_day.listed_on, judged.known_from
)

select
    listed_on,
    known_from,
    count_hits,
    count_misses,
    count_false_warnings,
    count_hits / nullif(count_hits + count_misses, 0) as hit_rate,
    count_false_warnings / nullif(count_hits + count_false_warnings, 0) as share_false,
    count_in_range / nullif(count_hits, 0) as share_in_range,
    1 - error_beside_year / nullif(error_of_year, 0) as skill_over_last_year,
    1 - error_beside_month / nullif(error_of_month, 0) as skill_over_last_month
from counted;

comment on view mart.season_score is 'one row per list and kind of season (known from one year, from two or more, all): how good the lists of coming seasons had been until then, as known on the day of the list (mart.season_backtest); the newest list has the score of today';
comment on column mart.season_score.listed_on is 'day of the list (mart.season_list_day): what was judged until then';
comment on column mart.season_score.known_from is 'one_year, two_years_or_more or all';
comment on column mart.season_score.count_hits is 'seasons that were foretold in time and came';
comment on column mart.season_score.count_misses is 'seasons that came and that no list foretold in time, though an earlier year knew of them';
comment on column mart.season_score.count_false_warnings is 'seasons that were foretold and did not come';
comment on column mart.season_score.hit_rate is 'count_hits / (count_hits + count_misses), 0 to 1';
comment on column mart.season_score.share_false is 'count_false_warnings / (count_hits + count_false_warnings), 0 to 1';
comment on column mart.season_score.share_in_range is 'of the hits, how many came within the foretold range; 0.8 is meant (setting coverage)';
comment on column mart.season_score.skill_over_last_year is '1 - error / error_of_last_year, summed over all warnings: above 0 is better than saying the same as last year';
comment on column mart.season_score.skill_over_last_month is '1 - error / error_of_last_month likewise: better than saying the same as last month';
