insert into core.theme_shape by name
select theme_id, $encoder_fingerprint as encoder_fingerprint, centroid, radius
from incoming
