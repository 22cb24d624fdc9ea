delete from core.review_theme
where (month, theme_id) not in (select (month, theme_id) from incoming);

insert or replace into core.review_theme by name
from incoming
