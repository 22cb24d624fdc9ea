select coalesce(max(theme_id[2:]::integer), 0) from core.theme
