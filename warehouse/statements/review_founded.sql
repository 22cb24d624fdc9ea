-- The newest day up to a month's end on which all voices were clustered into themes.
select max(happened_on) as founded_on
from mart.theme_lineage
where
    is_applied
    and starts_with(rediscovery_id, 'founding-')
    and happened_on <= last_day($month::date)
