update core.theme
set series_version = coalesce(series_version, 1) + 1
where theme_id in (select theme_id from incoming)
