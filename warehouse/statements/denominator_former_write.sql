insert or replace into core.denominator_former by name
select $marker_id as marker_id, *
from incoming
