insert into core.decision by name
select incoming.*, null as run_id, null as restated_by
from incoming
anti join core.decision using (decision_id)
order by incoming.decided_at, incoming.decision_id
