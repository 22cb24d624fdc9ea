update core.assignment
set count_themes_known = $count_themes
where theme_id is null and encoder_fingerprint = $encoder_fingerprint
