-- Of seasons known from one year and from more apart, since the list says which are which.
select
    known_from,
    count_hits,
    count_misses,
    count_false_warnings,
    share_in_range,
    skill_over_last_year,
    skill_over_last_month
from mart.season_score
where listed_on = $listed_on and count_hits + count_misses + count_false_warnings > 0
order by list_position(['two_years_or_more', 'one_year', 'all'], known_from)
