select encoder_fingerprint, encoder_name from vectors.search.encoder
