select theme_id
from core.theme
