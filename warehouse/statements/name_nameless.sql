select theme_id
from core.theme
anti join core.theme_name using (theme_id)
order by theme_id
