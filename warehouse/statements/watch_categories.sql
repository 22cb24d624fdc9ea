select category_name, theme_id
from core.theme_name
where category_name is not null
order by all
