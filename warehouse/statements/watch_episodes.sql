select theme_id, facet, facet_value, alert_kind, began_on, raised_on, last_seen_on, told_to
from core.watch_episode
