delete from core.theme_trust
