"""Days on which the level of a theme broke: a birth, an end, a measure, a change of procedure."""

import numpy as np

from pipelines.trends.windows import Bools, Floats, running_sums

# So many days on either side are compared; at the ends of a record at least so few.
REACH_DAYS, FEWEST_DAYS = 120, 14
STEP_DAYS = 7
# Logarithm of the likelihood ratio, by the dispersion, and the least change of a rate.
CLEAR_BREAK = 10.0
LEAST_CHANGE = 1.4


def level_breaks(seen: Floats, exposure: Floats, dispersion: Floats) -> Bools:
    """Return (series, days): the first days of new levels.

    `seen` are counts and `exposure` their weights, both 0 on days left out. Two Poisson rates,
    before and after a day, are compared by their likelihood ratio; of several days near each other
    the clearest is taken.
    """
    days = np.arange(FEWEST_DAYS, seen.shape[1] - FEWEST_DAYS + 1, STEP_DAYS)
    evidence = _evidence(seen, exposure, days) / dispersion[:, None]
    breaks = np.zeros(seen.shape, dtype=bool)
    reach = REACH_DAYS // STEP_DAYS
    while evidence.size and (evidence > CLEAR_BREAK).any():
        clearest = evidence.argmax(axis=1)
        for row in np.flatnonzero(evidence.max(axis=1) > CLEAR_BREAK):
            place = int(clearest[row])
            breaks[row, days[place]] = True
            evidence[row, max(0, place - reach // 2) : place + reach // 2 + 1] = 0.0
    return breaks


def _evidence(seen: Floats, exposure: Floats, days: np.ndarray) -> Floats:
    first, last = np.maximum(days - REACH_DAYS, 0), np.minimum(days + REACH_DAYS, seen.shape[1])
    heard, exposed = running_sums(seen), running_sums(exposure)
    before, after = heard[:, days] - heard[:, first], heard[:, last] - heard[:, days]
    long_before = exposed[:, days] - exposed[:, first]
    long_after = exposed[:, last] - exposed[:, days]
    both = _likelihood(before + after, long_before + long_after)
    found = _likelihood(before, long_before) + _likelihood(after, long_after) - both
    rates = (before + 0.5) / (long_before + 0.5), (after + 0.5) / (long_after + 0.5)
    is_change = np.abs(np.log(rates[1] / rates[0])) > np.log(LEAST_CHANGE)
    is_told = np.minimum(long_before, long_after) >= FEWEST_DAYS / 2
    return np.where(is_change & is_told, found, 0.0)


def _likelihood(heard: Floats, exposed: Floats) -> Floats:
    return np.asarray(heard * np.log(np.maximum(heard, 1e-9) / np.maximum(exposed, 1e-9)))
