-- What the vote doubts is counted apart: it may mean something else. Under all a voice counts once,
-- by its gravest flag.
with flagged as (
    select
        date_trunc('month', received_on)::date as month,
        voice_id,
        flag,
        severity,
        is_doubted
    from mart.fast_lane
    where
        not is_copy
        and received_on between $first_month::date and last_day($month::date)
),

voice as (
    select month, voice_id, flag, severity, is_doubted
    from flagged
    union all
    select
        month,
        voice_id,
        'all' as flag,
        coalesce(max(severity) filter (not is_doubted), 0) as severity,
        bool_and(is_doubted) as is_doubted
    from flagged
    group by month, voice_id
)

select
    month,
    flag,
    count(*) filter (severity = 3 and not is_doubted) as count_grave,
    count(*) filter (severity = 2 and not is_doubted) as count_middle,
    count(*) filter (severity = 1 and not is_doubted) as count_light,
    count(*) filter (not is_doubted) as count_all,
    count(*) filter (is_doubted) as count_doubted
from voice
group by all
order by month, flag
