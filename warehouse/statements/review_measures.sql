select
    measure_id,
    theme_id,
    theme_name,
    what,
    owner,
    from_on,
    status,
    verdict,
    expected_effect,
    effect,
    effect_low,
    effect_high,
    count_contacts_after,
    count_contacts_expected,
    weeks_after,
    judged_on
from mart.measure
where
    status <> 'withdrawn'
    and (
        $known_on::date is null
        or from_on <= $known_on::date
        or decided_on <= $known_on::date
    )
order by
    list_position(['running', 'planned', 'done', 'stopped'], status),
    from_on desc,
    measure_id
