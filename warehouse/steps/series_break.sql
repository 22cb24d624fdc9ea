-- A step of its own because rates and comparisons must agree on what may be compared.
--
-- What reads all contacts anew (masking, extraction, generic words, copies, a restatement) counts
-- the whole past by the new rule and breaks nothing. The encoder never looks back; a changed
-- mapping holds for new files only. For outages see core.outage_month.
create or replace view core.series_break as
select
    marker_id,
    marker_kind as break_kind,
    marked_on as break_on,
    if(marker_kind = 'source', scope, null) as source_name,
    marker_kind || if(scope = 'all', '', ' ' || scope) as break_name
from core.marker
where marker_kind in ('encoder', 'source');

comment on view core.series_break is 'one row per marker from which on contacts are not counted as before';
