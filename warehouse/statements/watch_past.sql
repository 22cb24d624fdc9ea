select theme_id, facet, facet_value, began_on, last_seen_on
from core.watch_past
order by all
