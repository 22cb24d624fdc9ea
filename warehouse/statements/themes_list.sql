select
    theme.theme_id,
    theme.theme_name,
    theme.category_name,
    theme.status,
    theme.approved_on,
    theme.merged_into,
    theme.count_contacts,
    theme.count_customers,
    theme.first_seen_on,
    theme.last_seen_on
from mart.theme
order by theme.status = 'retired', theme.count_contacts desc, theme.theme_id
