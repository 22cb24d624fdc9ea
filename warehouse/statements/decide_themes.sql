select
    theme.theme_id,
    theme.status,
    theme_name.theme_name,
    theme_name.category_name,
    theme.approved_on,
    theme.merged_into
from core.theme
left join core.theme_name using (theme_id)
order by theme.theme_id
