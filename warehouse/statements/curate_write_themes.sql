update core.theme
set
    status = incoming.status,
    retired_on = incoming.retired_on,
    retired_reason = incoming.retired_reason,
    merged_into = incoming.merged_into,
    approved_on = incoming.approved_on
from incoming
where theme.theme_id = incoming.theme_id
