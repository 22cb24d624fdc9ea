select
    (select count(*) from core.contact) as count_contacts,
    (select count(*) from core.voice) as count_voices,
    (select count(*) from core.theme) as count_themes
