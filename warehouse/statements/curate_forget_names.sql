-- A theme whose only name was a person's gets one from the next night.
delete from core.theme_name where theme_id in (select theme_id from incoming where theme_name is null)
