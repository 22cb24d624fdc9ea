select
    theme_id,
    denominator_kind,
    count_denominator,
    contacts_per_1000,
    is_comparable
from mart.theme_rate_by_month
where
    month = $month::date
    and product is null
    and segment is null
    and denominator_kind <> 'contacts'
    and count_denominator is not null
order by theme_id, denominator_kind
