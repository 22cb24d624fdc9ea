select
    rediscovery_id,
    line_number,
    kind,
    happened_on,
    theme_id,
    theme_name,
    other_theme_id,
    other_theme_name,
    count_voices,
    count_shared
from mart.theme_lineage
where
    is_applied
    and kind in ('split', 'merged')
    and other_theme_id is not null
    and $theme_id in (theme_id, other_theme_id)
    and happened_on <= last_day($month::date)
order by happened_on desc, line_number
