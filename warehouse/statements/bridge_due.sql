select marker_id, marked_on
from core.marker
where
    marker_kind = 'encoder'
    and ends_with(marker_id, ':' || $encoder_fingerprint || ':' || marked_on)
    and marker_id not in (select marker_id from core.encoder_link)
    -- The way back to an encoder leaves a second marker; only the newest can be told from today.
    and marked_on = (select max(marked_on) from core.marker where marker_kind = 'encoder')
order by marker_id
