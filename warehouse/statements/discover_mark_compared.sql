-- The discovery compared what is left over with the new themes; the next night need not.
update core.assignment
set count_themes_known = $count_themes
where theme_id is null and count_themes_known < $count_themes
