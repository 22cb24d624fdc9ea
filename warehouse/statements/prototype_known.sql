select theme_id, basis from core.theme_prototype where encoder_fingerprint = $encoder_fingerprint
