create or replace view mart.theme_by_day as
select * exclude (grain) rename (period_on as day)
from core.theme_series
where grain = 'day';

comment on view mart.theme_by_day is 'one row per theme and day, from the first day it was heard, with 0 where nobody called';
comment on column mart.theme_by_day.theme_id is 'theme (mart.theme)';
comment on column mart.theme_by_day.theme_name is 'name of the theme';
comment on column mart.theme_by_day.day is 'local date: day';
comment on column mart.theme_by_day.count_voices is 'voices of the theme received in the day, those of copies left out';
comment on column mart.theme_by_day.count_contacts is 'distinct contacts with a voice of the theme; a copy is not counted here but in count_copies';
comment on column mart.theme_by_day.count_customers is 'distinct customers with a voice of the theme; a contact without a customer number counts as one customer; copies left out';
comment on column mart.theme_by_day.count_contacts_all is 'all contacts received in the day, with or without a theme, copies left out: the denominator of the share';
comment on column mart.theme_by_day.share_of_contacts is 'count_contacts / count_contacts_all, 0 to 1; null when nothing was received';
comment on column mart.theme_by_day.is_complete is 'false while the day is not over at the day of the night: do not compare it with whole ones';
comment on column mart.theme_by_day.count_copies is 'contacts with a voice of the theme that are copies of another contact (mart.contact.is_copy); rows of mart.contact = count_contacts + count_copies';
comment on column mart.theme_by_day.count_wordings is 'distinct wordings among count_contacts: a template mail sent by many customers is one wording';
comment on column mart.theme_by_day.markers is 'what happened in the day that may move the series (mart.marker): changes of rules, outages of a source, events of your own';
