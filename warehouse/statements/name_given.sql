select theme_name from core.theme_name
