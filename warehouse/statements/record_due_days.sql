-- A day covered for the first time was known at its end; what changes later is known when the
-- night finds it, or a day later when the watch of that night has been held already.
create or replace temp table due_day as
with covered as (
    select max(day) as until
    from core.known_day
),

day as (
    select
        coalesce(day_known.day, known_day.day) as day,
        day_known.fingerprint,
        known_day.day is not null as was_known,
        day_known.fingerprint is distinct from known_day.fingerprint as is_changed
    from day_known
    full join core.known_day using (day)
)

select
    day.day,
    day.fingerprint,
    case
        when covered.until is null or day.day > covered.until then day.day
        when $as_of > covered.until then $as_of
        else covered.until + 1
    end as known_on
from day
cross join covered
where day.is_changed
