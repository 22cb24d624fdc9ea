update core.decision
set state = incoming.state, state_by = incoming.state_by
from incoming
where
    incoming.decision_id = decision.decision_id
    and (incoming.state, incoming.state_by) is distinct from (decision.state, decision.state_by)
