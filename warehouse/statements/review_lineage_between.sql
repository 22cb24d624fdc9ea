select count(distinct theme_id) as count_themes
from mart.theme_lineage
where
    is_applied
    and kind in ('split', 'merged')
    and happened_on > $first_on::date
    and happened_on <= last_day($month::date)
