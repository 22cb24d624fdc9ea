create or replace view mart.theme_by_month as
select * exclude (grain) rename (period_on as month)
from core.theme_series
where grain = 'month';

comment on view mart.theme_by_month is 'one row per theme and month, from the first month it was heard, with 0 where nobody called';
comment on column mart.theme_by_month.theme_id is 'theme (mart.theme)';
comment on column mart.theme_by_month.theme_name is 'name of the theme';
comment on column mart.theme_by_month.month is 'local date: month (first day)';
comment on column mart.theme_by_month.count_voices is 'voices of the theme received in the month, those of copies left out';
comment on column mart.theme_by_month.count_contacts is 'distinct contacts with a voice of the theme; a copy is not counted here but in count_copies';
comment on column mart.theme_by_month.count_customers is 'distinct customers with a voice of the theme; a contact without a customer number counts as one customer; copies left out';
comment on column mart.theme_by_month.count_contacts_all is 'all contacts received in the month, with or without a theme, copies left out: the denominator of the share';
comment on column mart.theme_by_month.share_of_contacts is 'count_contacts / count_contacts_all, 0 to 1; null when nothing was received';
comment on column mart.theme_by_month.is_complete is 'false while the month is not over at the day of the night: do not compare it with whole ones';
comment on column mart.theme_by_month.count_copies is 'contacts with a voice of the theme that are copies of another contact (mart.contact.is_copy); rows of mart.contact = count_contacts + count_copies';
comment on column mart.theme_by_month.count_wordings is 'distinct wordings among count_contacts: a template mail sent by many customers is one wording';
comment on column mart.theme_by_month.markers is 'what happened in the month that may move the series (mart.marker): changes of rules, outages of a source, events of your own';
