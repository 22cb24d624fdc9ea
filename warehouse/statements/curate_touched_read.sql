select theme_id from touched_theme order by theme_id
