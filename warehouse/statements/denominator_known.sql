select denominator_kind, month, product, segment, count_units
from core.denominator
order by all
