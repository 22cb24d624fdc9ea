delete from core.marker
where marker_kind = 'outage' and marker_id not in (select marker_id from incoming);

insert or replace into core.marker by name
select incoming.*, 'outage' as marker_kind, $run_id as run_id
from incoming
left join core.marker using (marker_id)
where
    marker.until_on is distinct from incoming.until_on
    or marker.count_missing is distinct from incoming.count_missing
