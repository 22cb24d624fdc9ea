-- Some months beside the same months of the year before, as far as all are counted alike.
select
    theme_id,
    sum(count_contacts_alike)::bigint as count_now,
    sum(base_count_contacts_alike) as count_before,
    -- Themes that split off or were merged in between are counted with it.
    bool_or(
        count_contacts_alike != count_contacts
        or base_count_contacts_alike != base_count_contacts
    ) as is_together
from mart.theme_compared_by_month
where
    against = 'year_before'
    and month between $first_month::date and $month::date
group by theme_id
having count(*) = $count_months and bool_and(is_comparable)
order by theme_id
