create or replace view mart.theme_by_week as
select * exclude (grain) rename (period_on as week)
from core.theme_series
where grain = 'week';

comment on view mart.theme_by_week is 'one row per theme and week, from the first week it was heard, with 0 where nobody called';
comment on column mart.theme_by_week.theme_id is 'theme (mart.theme)';
comment on column mart.theme_by_week.theme_name is 'name of the theme';
comment on column mart.theme_by_week.week is 'local date: week (Monday)';
comment on column mart.theme_by_week.count_voices is 'voices of the theme received in the week, those of copies left out';
comment on column mart.theme_by_week.count_contacts is 'distinct contacts with a voice of the theme; a copy is not counted here but in count_copies';
comment on column mart.theme_by_week.count_customers is 'distinct customers with a voice of the theme; a contact without a customer number counts as one customer; copies left out';
comment on column mart.theme_by_week.count_contacts_all is 'all contacts received in the week, with or without a theme, copies left out: the denominator of the share';
comment on column mart.theme_by_week.share_of_contacts is 'count_contacts / count_contacts_all, 0 to 1; null when nothing was received';
comment on column mart.theme_by_week.is_complete is 'false while the week is not over at the day of the night: do not compare it with whole ones';
comment on column mart.theme_by_week.count_copies is 'contacts with a voice of the theme that are copies of another contact (mart.contact.is_copy); rows of mart.contact = count_contacts + count_copies';
comment on column mart.theme_by_week.count_wordings is 'distinct wordings among count_contacts: a template mail sent by many customers is one wording';
comment on column mart.theme_by_week.markers is 'what happened in the week that may move the series (mart.marker): changes of rules, outages of a source, events of your own';
