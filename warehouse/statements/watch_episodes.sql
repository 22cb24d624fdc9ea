select theme_id, facet, facet_value, alert_kind, raised_on, last_seen_on, ratio
from core.watch_episode
