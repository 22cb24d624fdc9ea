select
    theme_id,
    month,
    count_contacts,
    count_customers,
    count_voices,
    count_wordings,
    share_of_contacts
from mart.theme_by_month
where month between $first_month::date and $month::date
order by theme_id, month
