create or replace view mart.season_backtest as
select
    season_judged.judged_on,
    season_judged.outcome,
    season_judged.theme_id,
    theme_name.theme_name,
    season_judged.listed_on,
    season_entry.warn_by,
    season_judged.onset_on,
    season_judged.end_on,
    coalesce(season_entry.count_years, season_judged.count_years) as count_years,
    season_entry.expected,
    season_entry.low,
    season_entry.high,
    season_judged.count_contacts,
    season_judged.usual,
    season_judged.count_contacts between season_entry.low and season_entry.high as is_in_range,
    abs(season_judged.count_contacts - season_entry.expected) as error,
    abs(season_judged.count_contacts - season_entry.count_year_before) as error_of_last_year,
    abs(season_judged.count_contacts - season_entry.same_as_last_month) as error_of_last_month
from core.season_judged
left join core.season_entry using (listed_on, theme_id, onset_on)
left join core.theme_name on theme_name.theme_id = season_judged.theme_id;

comment on view mart.season_backtest is 'one row per season that was foretold, or came without being foretold: what became of it. Every season counts once, by the last list of a first of the month on which its warning was still in time; judged by what was known four weeks after its end (a miss later), and never rewritten';
comment on column mart.season_backtest.judged_on is 'day on which it was judged: nothing that became known later is in it';
comment on column mart.season_backtest.outcome is 'hit (it came), false_warning (it did not), or miss (it came, an earlier year knew of it, and no list foretold it in time)';
comment on column mart.season_backtest.theme_id is 'theme (mart.theme)';
comment on column mart.season_backtest.theme_name is 'name of the theme';
comment on column mart.season_backtest.listed_on is 'list that foretold it (mart.season_list); null for a miss';
comment on column mart.season_backtest.warn_by is 'last business day on which a warning was in time; null for a miss';
comment on column mart.season_backtest.onset_on is 'first day as foretold; of a miss, as it came';
comment on column mart.season_backtest.end_on is 'last day as foretold; of a miss, as it came';
comment on column mart.season_backtest.count_years is 'earlier years that told of it';
comment on column mart.season_backtest.expected is 'contacts foretold; null for a miss';
comment on column mart.season_backtest.low is 'lower end of the foretold range; null for a miss';
comment on column mart.season_backtest.high is 'upper end of the foretold range; null for a miss';
comment on column mart.season_backtest.count_contacts is 'contacts that came from onset_on to end_on';
comment on column mart.season_backtest.usual is 'contacts that would have come without the season, as told by the weeks around it';
comment on column mart.season_backtest.is_in_range is 'whether count_contacts lay between low and high; null for a miss';
comment on column mart.season_backtest.error is 'how far expected was from what came, in contacts';
comment on column mart.season_backtest.error_of_last_year is 'how far it would have been to say: as many as in the same season last year';
comment on column mart.season_backtest.error_of_last_month is 'how far it would have been to say: as many a day as in the 30 days before the list';
