select theme_id, known_on
from core.theme_solved
order by all
