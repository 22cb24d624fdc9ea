delete from core.sifted_text
