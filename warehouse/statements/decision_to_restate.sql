select decision_id, theme_ids
from core.decision
where
    is_restated
    and restated_by is null
    and (state in ('in_force', 'partly_overridden'))
order by decided_at, decision_id
