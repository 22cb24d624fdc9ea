select marker_id, denominator_kind, product, segment, first_month
from core.denominator_link
where denominator_kind = $kind
order by all
