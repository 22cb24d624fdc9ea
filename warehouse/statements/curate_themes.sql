select
    theme.theme_id,
    theme.status,
    theme.retired_on,
    theme.retired_reason,
    theme.merged_into,
    theme.approved_on,
    theme_found.theme_id is not null as has_found,
    theme_found.status,
    theme_found.retired_on,
    theme_found.retired_reason,
    theme_found.merged_into
from core.theme
left join core.theme_found using (theme_id)
order by theme.theme_id
