delete from core.denominator
where not exists (
    from incoming
    where
        incoming.denominator_kind = denominator.denominator_kind
        and incoming.month = denominator.month
        and incoming.product = denominator.product
        and incoming.segment = denominator.segment
);

insert or replace into core.denominator by name
select incoming.*, $run_id as run_id
from incoming
left join core.denominator using (denominator_kind, month, product, segment)
where denominator.count_units is distinct from incoming.count_units
