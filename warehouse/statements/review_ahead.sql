select
    theme_id,
    theme_name,
    season_label,
    warn_by,
    onset_on,
    peak_on,
    end_on,
    expected,
    low,
    high,
    usual,
    factor,
    count_year_before,
    count_two_years_before,
    count_years,
    sureness,
    segment,
    product,
    channel,
    notice
from mart.season_list
where listed_on = $listed_on::date and end_on > last_day($month::date)
order by warn_by, expected desc, theme_id
