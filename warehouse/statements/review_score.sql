select
    count_hits,
    count_misses,
    count_false_warnings,
    share_in_range,
    skill_over_last_year,
    skill_over_last_month
from mart.season_score
where listed_on = $listed_on and known_from = 'all'
