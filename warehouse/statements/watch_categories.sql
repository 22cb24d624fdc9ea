select theme.theme_id, coalesce(theme_name.category_name, '') as category_name
from core.theme
left join core.theme_name using (theme_id)
order by theme.theme_id
