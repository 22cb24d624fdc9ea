select reason, count(*)
from due_aside
group by reason
order by reason
