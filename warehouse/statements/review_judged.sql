select
    outcome,
    theme_id,
    theme_name,
    judged_on,
    onset_on,
    end_on,
    expected,
    low,
    high,
    count_contacts,
    is_in_range
from mart.season_backtest
where judged_on between $first_month::date and last_day($month::date) + 1
order by judged_on desc, outcome, onset_on desc, theme_id
