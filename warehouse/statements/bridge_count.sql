select count(*)
from core.encoder_link
where marker_id = $marker_id
