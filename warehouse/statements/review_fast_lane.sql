-- What the vote doubts is counted apart: it may mean something else.
select
    date_trunc('month', received_on)::date as month,
    flag,
    count(*) filter (severity = 3 and not is_doubted) as count_grave,
    count(*) filter (severity = 2 and not is_doubted) as count_middle,
    count(*) filter (severity = 1 and not is_doubted) as count_light,
    count(*) filter (not is_doubted) as count_all,
    count(*) filter (is_doubted) as count_doubted
from mart.fast_lane
where
    not is_copy
    and received_on between $first_month::date and last_day($month::date)
group by all
order by month, flag
