insert or replace into core.denominator_link by name
select $marker_id as marker_id, *
from incoming
