delete from core.theme_name_found
where theme_id in (select theme_id from incoming where not is_by_person)
