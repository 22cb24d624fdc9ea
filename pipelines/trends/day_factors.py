"""How busy each kind of day is, and days on which a source was silent or came twice."""

import numpy as np

from pipelines.trends.windows import Bools, Floats, Ints, sums_around

# Days on either side that tell what is usual around a day: two weeks hold every weekday alike.
USUAL_REACH = 14
COUNT_KINDS = 16
# The themes that rose most on a day, and those that fell most, are not asked how all of it was.
LEFT_OUT_SHARE = 0.15
DAYS_TO_COMPARE = 14
# A theme's own factor of a kind of day needs many of them: one season may hold all of a rare kind.
OWN_DAYS = 20


def pooled_kind_factors(total: Floats, kinds: Ints, prior: float) -> Floats:
    """Return (kinds,): volume of a day of each kind relative to a usual day.

    `total` (days,) and `kinds` (days,). Shrunk to 1 by `prior` expected contacts; the usual volume
    around a day is taken twice, the second time without what the kinds around it do to it.
    """
    factor = np.ones(COUNT_KINDS)
    for _ in range(3):
        usual = _usual(total[None, :], factor[kinds][None, :])[0]
        heard = np.bincount(kinds, total, COUNT_KINDS)
        factor = (heard + prior) / (np.bincount(kinds, usual, COUNT_KINDS) + prior)
    return factor


def kind_factors(counts: Floats, kinds: Ints, pooled: Floats, prior: float) -> Floats:
    """Return (series, kinds): each series' own factors, shrunk to the pooled ones.

    `counts` (series, days); the shrinkage is worth `prior` expected contacts and OWN_DAYS days of a
    kind.
    """
    usual = _usual(counts, pooled[kinds][None, :])
    is_kind = np.zeros((len(kinds), COUNT_KINDS))
    is_kind[np.arange(len(kinds)), kinds] = 1.0
    expected = usual @ is_kind
    shrunk = prior + OWN_DAYS * expected / np.maximum(is_kind.sum(axis=0), 1.0)
    return np.asarray((counts @ is_kind + shrunk * pooled) / (expected + shrunk))


def _usual(counts: Floats, factor: Floats) -> Floats:
    """Contacts of a day of factor 1, from the days around it."""
    weight = sums_around(np.broadcast_to(factor, counts.shape), USUAL_REACH)
    return np.asarray(sums_around(counts, USUAL_REACH) / np.maximum(weight, 1e-9))


def broad_factors(counts: Floats, expected: Floats, least: float) -> Floats:
    """Return (days,): 1, or how many times the expected came on a day when nearly all moved alike.

    A silent source or a file read under two names moves all themes; a spike moves one. So those
    that moved most are left out and the rest is compared: a change counts from `least` times (or
    its inverse) and 4.5 standard deviations on.
    """
    rest_heard, rest_expected = _rest(counts, expected)
    ratio = (rest_heard + 1.0) / (rest_expected + 1.0)
    # What is left out pulls the ratio of every day a little down.
    usual = float(np.median(ratio)) if len(ratio) >= DAYS_TO_COMPARE else 1.0
    expected_now = rest_expected * usual
    is_far = np.abs(np.log(ratio / usual)) > np.log(least)
    is_sure: Bools = np.abs(rest_heard - expected_now) > 4.5 * np.sqrt(expected_now)
    is_outage = is_far & is_sure & (expected_now >= 10.0)
    return np.where(is_outage, rest_heard / np.maximum(expected_now, 1e-9), 1.0)


def _rest(counts: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Contacts and expectation of a day without the themes that rose or fell most."""
    left_out = max(1, int(np.ceil(LEFT_OUT_SHARE * len(counts))))
    if len(counts) < 5:
        return np.zeros(counts.shape[1]), np.zeros(counts.shape[1])
    moved = (counts - expected) / np.sqrt(expected + 0.5)
    order = np.argsort(moved, axis=0, kind="stable")[left_out : len(counts) - left_out]
    rest = np.take_along_axis(counts, order, 0), np.take_along_axis(expected, order, 0)
    return rest[0].sum(axis=0), rest[1].sum(axis=0)
