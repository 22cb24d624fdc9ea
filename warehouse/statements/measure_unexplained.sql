-- What says nothing of a matter is no theme's, but it was said: it stays in the share.
create or replace temp table counted_unexplained as
select
    grain,
    period_on,
    count(*) as count_compared,
    count(*) filter (where theme_id is null) as count_unexplained,
    count(*) filter (where is_without_content) as count_no_content
from heard_voice
where (is_compared or is_without_content) and not is_copy
group by all
