-- Themes that were retired, or a measure on which was done: known from the
-- night that first sees it. Never changed afterwards, so that a day can be watched again.
insert into core.theme_solved by name
with found as (
    select theme_id, 'retired ' || retired_on::text as reason
    from core.theme
    where retired_on <= $as_of and retired_reason is distinct from 'merged'
    union
    select theme_id, 'measure ' || measure_id || ' ' || closed_on::text as reason
    from core.measure
    where outcome = 'done' and closed_on <= $as_of
)

select found.theme_id, found.reason, $as_of as known_on
from found
anti join core.theme_solved using (theme_id, reason)
