create or replace view mart.unexplained_by_month as
select * exclude (grain) rename (period_on as month)
from core.unexplained_series
where grain = 'month';

comment on view mart.unexplained_by_month is 'one row per month: the voices that no theme explains, a series of its own';
comment on column mart.unexplained_by_month.month is 'local date: month (first day)';
comment on column mart.unexplained_by_month.count_compared is 'voices of the kinds that themes are made of';
comment on column mart.unexplained_by_month.count_unexplained is 'of them, voices without a theme';
comment on column mart.unexplained_by_month.count_no_content is 'of these, voices that say nothing of a matter (何とかしてほしい) and are kept out of all themes';
comment on column mart.unexplained_by_month.share_unexplained is 'count_unexplained / count_compared, 0 to 1; null when nothing was compared';
comment on column mart.unexplained_by_month.is_complete is 'false while the month is not over at the day of the night: do not compare it with whole ones';
comment on column mart.unexplained_by_month.markers is 'what happened in the month that may move the series (mart.marker)';
