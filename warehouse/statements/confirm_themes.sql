select theme.theme_id, theme_name.theme_name
from core.theme
left join core.theme_name using (theme_id)
where theme.status <> 'retired'
order by theme.theme_id
