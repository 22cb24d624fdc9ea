insert or replace into core.theme_margin by name
select theme_id, $encoder_fingerprint as encoder_fingerprint, margin
from incoming
