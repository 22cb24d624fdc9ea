-- Copies are counted, too: a file that came twice shows in them.
select source_name, received_on, count(*)
from core.contact
where received_on <= $as_of
group by all
order by all
