delete from core.text_vector where encoder_fingerprint not in ($fingerprint, $former)
