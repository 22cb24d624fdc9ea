select coalesce(max_by(count_unassigned, (as_of, discovery_id)), 0)
from core.discovery
