select
    (select max(theme_day) from core.theme_day) as last_theme_day,
    (select min(received_on) from core.contact) as first_received_on
