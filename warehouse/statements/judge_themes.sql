select
    theme.theme_id,
    theme.merged_into,
    if(theme.retired_reason in ('merged', 'silent'), null, theme.retired_on) as ended_on,
    coalesce(theme_name.category_name, '') as category_name
from core.theme
left join core.theme_name using (theme_id)
order by theme.theme_id
