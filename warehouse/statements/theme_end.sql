update core.theme
set
    status = 'retired',
    retired_on = $ended_on,
    retired_reason = incoming.reason,
    merged_into = incoming.merged_into
from incoming
where theme.theme_id = incoming.theme_id
