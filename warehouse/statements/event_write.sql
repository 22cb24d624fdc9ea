delete from core.marker
where marker_kind = 'event' and marker_id not in (select marker_id from incoming);

insert into core.marker by name
select *, 'event' as marker_kind, $run_id as run_id
from incoming
anti join core.marker using (marker_id)
