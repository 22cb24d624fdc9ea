create or replace view mart.unexplained_by_week as
select * exclude (grain) rename (period_on as week)
from core.unexplained_series
where grain = 'week';

comment on view mart.unexplained_by_week is 'one row per week: the voices that no theme explains, a series of its own';
comment on column mart.unexplained_by_week.week is 'local date: week (Monday)';
comment on column mart.unexplained_by_week.count_compared is 'voices of the kinds that themes are made of';
comment on column mart.unexplained_by_week.count_unexplained is 'of them, voices without a theme';
comment on column mart.unexplained_by_week.count_no_content is 'of these, voices that say nothing of a matter (何とかしてほしい) and are kept out of all themes';
comment on column mart.unexplained_by_week.share_unexplained is 'count_unexplained / count_compared, 0 to 1; null when nothing was compared';
comment on column mart.unexplained_by_week.is_complete is 'false while the week is not over at the day of the night: do not compare it with whole ones';
comment on column mart.unexplained_by_week.markers is 'what happened in the week that may move the series (mart.marker)';
