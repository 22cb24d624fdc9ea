insert into core.count_known by name
with last_known as (
    select
        theme_id,
        facet,
        facet_value,
        day,
        arg_max(count_contacts, log_number) as count_contacts,
        arg_max(count_customers, log_number) as count_customers,
        arg_max(count_newcomers, log_number) as count_newcomers
    from core.count_known
    semi join due_day using (day)
    group by all
),

-- What fell to nothing is told as 0.
now_known as (
    select * from counted_known
    union all
    select theme_id, facet, facet_value, day, 0, 0, 0
    from last_known
    anti join counted_known using (theme_id, facet, facet_value, day)
),

changed as (
    from now_known
    except
    from last_known
)

select
    changed.*,
    due_day.known_on,
    (select coalesce(max(log_number), 0) + 1 from core.count_known) as log_number
from changed
inner join due_day using (day)
-- In this order a reader skips what it does not ask for.
order by due_day.known_on, changed.day, changed.theme_id, changed.facet, changed.facet_value
