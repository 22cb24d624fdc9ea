create or replace temp table counted_unexplained as
select
    grain,
    period_on,
    count(*) as count_compared,
    count(*) filter (where theme_id is null) as count_unexplained
from heard_voice
where is_compared and not is_copy
group by all
