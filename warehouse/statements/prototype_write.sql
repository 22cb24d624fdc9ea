insert or replace into core.theme_prototype by name
select theme_id, $encoder_fingerprint as encoder_fingerprint, basis, centroid, radius
from incoming
