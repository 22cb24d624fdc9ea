-- Every season is judged by lists of a first of the month; those of earlier years are long judged.
select
    listed_on,
    theme_id,
    onset_on,
    end_on,
    warn_by,
    exists (
        from core.season_judged
        where
            season_judged.listed_on = season_entry.listed_on
            and season_judged.theme_id = season_entry.theme_id
            and season_judged.onset_on = season_entry.onset_on
    ) as is_judged
from core.season_entry
where day(listed_on) = 1 and listed_on > $as_of::date - 800
order by listed_on, theme_id, onset_on
