delete from core.theme_found
where theme_id in (select theme_id from incoming where found_status is null)
