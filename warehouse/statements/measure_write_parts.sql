delete from core.theme_part_month
where
    month in (select period_on from changed_period where grain = 'month')
    and (month, theme_id, source_name, product, segment)
    not in (select (month, theme_id, source_name, product, segment) from counted_part);

insert or replace into core.theme_part_month by name
from counted_part
except
(
    from core.theme_part_month
    where month in (select period_on from changed_period where grain = 'month')
)
