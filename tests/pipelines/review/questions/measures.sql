select what, expected_effect, effect, effect_low, effect_high,
    count_contacts_expected, count_contacts_after
from mart.measure
