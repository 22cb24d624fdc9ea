-- A step of its own because the series by week and month differ in nothing but their periods.
create or replace view core.unexplained_series as
select
    unexplained_period.grain,
    unexplained_period.period_on,
    unexplained_period.count_compared,
    unexplained_period.count_unexplained,
    coalesce(unexplained_period.count_no_content, 0) as count_no_content,
    unexplained_period.count_unexplained
    / nullif(unexplained_period.count_compared, 0) as share_unexplained,
    period.is_complete,
    coalesce(marked.markers, []) as markers
from core.unexplained_period
inner join core.period using (grain, period_on)
left join core.marked_period as marked
    on marked.grain = unexplained_period.grain
    and marked.period_on = unexplained_period.period_on
    and marked.theme_id = '';

comment on view core.unexplained_series is 'one row per period of each grain (week, month): the voices that no theme explains';
