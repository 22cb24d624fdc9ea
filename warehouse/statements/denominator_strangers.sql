with stranger as (
    select distinct denominator.product, denominator.segment
    from core.denominator
    where
        (denominator.product != '' or denominator.segment != '')
        and not exists (
            from core.contact
            where
                (denominator.product = '' or contact.product = denominator.product)
                and (denominator.segment = '' or contact.segment = denominator.segment)
        )
)

select count(*)
from stranger
