delete from core.theme_shape
where
    theme_shape.encoder_fingerprint = $encoder_fingerprint
    and theme_shape.theme_id in (select theme_id from incoming)
