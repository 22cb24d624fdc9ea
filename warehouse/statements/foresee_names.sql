select theme_id, theme_name, terms
from core.theme_name
