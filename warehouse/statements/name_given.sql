select theme_id, theme_name, category_name from core.theme_name
