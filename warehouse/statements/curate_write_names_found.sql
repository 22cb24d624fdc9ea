insert or replace into core.theme_name_found by name
select theme_id, found_name as theme_name, found_category as category_name
from incoming
where is_by_person
