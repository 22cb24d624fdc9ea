delete from core.theme_prototype
where
    encoder_fingerprint = $encoder_fingerprint
    and theme_id not in (select theme_id from incoming)
