select theme_id
from core.theme
anti join core.theme_name using (theme_id)
semi join core.assignment using (theme_id)
where theme.status <> 'retired'
order by theme_id
