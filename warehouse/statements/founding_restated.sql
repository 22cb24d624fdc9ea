select discovery_id
from core.founding
where theme_day = $theme_day and starts_with(discovery_id, 'restatement-')
