-- Three months beside the same three of the year before, as far as they are counted alike.
select
    theme_id,
    sum(count_contacts_alike)::bigint as count_now,
    sum(base_count_contacts_alike) as count_before
from mart.theme_compared_by_month
where
    against = 'year_before'
    and month between $first_month::date and $month::date
group by theme_id
having count(*) = 3 and bool_and(is_comparable)
order by theme_id
