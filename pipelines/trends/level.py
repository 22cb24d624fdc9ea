"""The usual level of a theme: what it counts on a day when neither season nor spike is on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipelines.trends.breaks import level_breaks
from pipelines.trends.day_factors import COUNT_KINDS, broad_factors
from pipelines.trends.windows import Bools, Floats, Ints, sums_around

# Standard deviation of the logarithm of a level after a year, and the days it is told by.
DRIFT = 0.2
SHORTEST_DAYS, LONGEST_DAYS = 21, 120
# The past is told from a season's length to both sides, or long seasons would be their own level.
PAST_MEMORY_DAYS = 150.0
ROUNDS = 4
# Days of the mean of all days that keep the level of nothing seen from being 0 / 0.
HELD_DAYS = 0.05
# Months of the first level begin so many days apart.
STEP_DAYS = 14
# A rise is looked for in so many days to both sides of each day; it is clear by a logarithm of
# the likelihood ratio. Standard errors would find rises in every rare theme.
REACHES = (7,)
CLEAR_RISE = 5.0
LEAST_RISE = 1.3
# What stays up longer is a new level and no season; at the end of the record sooner.
LONGEST_RISE = 120
LONGEST_OPEN_RISE = 42
# Contacts by which the week of one theme is held to that of all themes.
KIND_WEIGHT = 50.0
# All themes together so many times above or below the usual are an outage, no season.
BROAD_LEAST = 1.6
# Weeks by which the dispersion of one theme is held to that of all themes.
DISPERSION_WEIGHT = 20.0
# Contacts that must be usual in a week that tells of the dispersion; the median of a squared
# standard normal deviation; squares beyond so many times it are cut.
LEAST_OF_WEEK = 0.5
MEDIAN_OF_SQUARES = 0.455
UNLIKELY = 6.0


@dataclass(frozen=True)
class Level:
    """The usual counts of series.

    `rate` (series, days) is the level of a plain day, `newest` (series,) that of today, `weights`
    (series, days) what the day made of it: its kind, an outage. `kind` (series, kinds) is what a
    day of each kind counts by a plain one, `is_raised` (series, days) where a season or spike was
    left out, `dispersion` (series,) the variance of a count by its mean, `error` (series,) the
    standard error of the logarithm of the newest rate.
    """

    rate: Floats
    newest: Floats
    weights: Floats
    kind: Floats
    is_raised: Bools
    dispersion: Floats
    error: Floats

    @property
    def usual(self) -> Floats:
        """What was usual on each day, (series, days)."""
        return self.rate * self.weights

    def ahead(self, kinds: Ints) -> Floats:
        """Return what would be usual, by the newest rate, on days of these kinds."""
        newest: Floats = self.newest[:, None] * self.kind[:, kinds]
        return newest


def usual_level(counts: Floats, kinds: Ints) -> Level:
    """Return the level of each series of daily counts, without its seasons and spikes.

    `kinds` (days,) are those of the calendar. A level is a gamma-Poisson estimate with exponential
    memory, to both sides in the past and to one at the end: the steady state of a Kalman filter
    whose gain is the drift of a day by the noise of a count, so that a theme of many contacts moves
    faster than a rare one. What is clearly raised against the first estimate is left out of the
    next, also of that of the week: a season around New Year would make it look like every day's.
    """
    weights, rate = np.ones(counts.shape), _middle_rates(counts)
    kind, outage = np.ones((len(counts), COUNT_KINDS)), np.ones(counts.shape[1])
    dispersion = _dispersion(counts, rate, np.zeros(counts.shape, dtype=bool))
    is_raised = _raised(counts, rate, dispersion)
    past_memory = np.full(len(counts), PAST_MEMORY_DAYS)
    breaks = np.zeros(counts.shape, dtype=bool)
    for number in range(ROUNDS):
        seen, exposure = (np.where(is_raised, 0.0, values) for values in (counts, weights))
        # The first round does not know the week yet, and would take New Year for a break.
        breaks = level_breaks(seen, exposure, dispersion) if number else breaks
        rate = _rates(seen, exposure, _decay(past_memory, breaks), _both_sides)
        kind = _kind_factors(seen, np.where(is_raised, 0.0, rate * outage), kinds)
        outage = broad_factors(counts, rate * kind[:, kinds], BROAD_LEAST)
        weights = kind[:, kinds] * outage
        dispersion = _dispersion(counts, rate * weights, is_raised)
        is_raised = _raised(counts, rate * weights, dispersion)
    seen, exposure = (np.where(is_raised, 0.0, values) for values in (counts, weights))
    decay = _decay(_memory_days(seen, exposure, dispersion), breaks)
    newest = _rates(seen, exposure, decay, _remembered)[:, -1]
    remembered = newest * _remembered(exposure, decay)[:, -1]
    error = np.sqrt(dispersion / np.maximum(remembered, 0.5))
    return Level(rate, newest, weights, kind, is_raised, dispersion, error)


def _middle_rates(counts: Floats) -> Floats:
    """Return a first level, (series, days): the median month of the year around each day.

    Seasons and spikes of less than half a year in all do not move it; a mean they would, and then
    hide behind it.
    """
    days = np.arange(0, counts.shape[1], STEP_DAYS)
    months = sums_around(counts, 14)[:, days] / sums_around(np.ones(counts.shape), 14)[:, days]
    reach = 182 // STEP_DAYS
    around = np.pad(months, ((0, 0), (reach, reach)), constant_values=np.nan)
    years = np.lib.stride_tricks.sliding_window_view(around, 2 * reach + 1, axis=1)
    return np.repeat(np.nanmedian(years, axis=2), STEP_DAYS, axis=1)[:, : counts.shape[1]]


def _memory_days(seen: Floats, exposure: Floats, dispersion: Floats) -> Floats:
    """Return how long each series is remembered at its end, (series,) days."""
    mean = seen.sum(axis=1) / np.maximum(exposure.sum(axis=1), 1.0)
    best = np.sqrt(dispersion / np.maximum(mean, 1e-6)) / (DRIFT / np.sqrt(365))
    return np.clip(best, SHORTEST_DAYS, LONGEST_DAYS)


def _decay(memory: Floats, breaks: Bools) -> Floats:
    """Return what is left of the day before on each day, (series, days): nothing at a break."""
    return np.where(breaks, 0.0, np.exp(-1.0 / memory)[:, None])


def _rates(
    seen: Floats, exposure: Floats, decay: Floats, smoothed: Callable[[Floats, Floats], Floats]
) -> Floats:
    """Return contacts by exposure, (series, days), both smoothed with the same memory."""
    mean = seen.sum(axis=1, keepdims=True) / np.maximum(exposure.sum(axis=1, keepdims=True), 1.0)
    total, days = smoothed(seen, decay), smoothed(exposure, decay)
    return np.asarray((total + HELD_DAYS * mean) / (days + HELD_DAYS))


def _both_sides(values: Floats, decay: Floats) -> Floats:
    # What is left of a day on the day before it is what is left of that one on this.
    turned = np.roll(decay, -1, axis=1)[:, ::-1]
    return _remembered(values, decay) + _remembered(values[:, ::-1], turned)[:, ::-1] - values


def _remembered(values: Floats, decay: Floats) -> Floats:
    """Return the sum of each day and the days before it, fading by `decay` each day."""
    columns, kept = np.array(values.T, order="C"), np.array(decay.T, order="C")
    held = np.zeros(len(values))
    for day, column in enumerate(columns):
        held = held * kept[day] + column
        columns[day] = held
    return columns.T


def _kind_factors(seen: Floats, rate: Floats, kinds: Ints) -> Floats:
    """Return what a day of each kind counts by a plain day, each series held to all of them."""
    of_kind = np.eye(COUNT_KINDS)[kinds]
    heard, usual = seen @ of_kind, rate @ of_kind
    pooled = (heard.sum(axis=0) + 1.0) / (usual.sum(axis=0) + 1.0)
    own: Floats = (heard + KIND_WEIGHT * pooled) / (usual + KIND_WEIGHT)
    return own


def _dispersion(counts: Floats, usual: Floats, is_raised: Bools) -> Floats:
    """Return Pearson's dispersion of the weeks without a rise, held to that of all series.

    No week counts more than `UNLIKELY` times the median: a season that is not yet left out would
    else make itself look like chance.
    """
    heard, expected = (_weeks(np.where(is_raised, 0.0, values)) for values in (counts, usual))
    is_whole = expected > LEAST_OF_WEEK
    squares = (heard - expected) ** 2 / np.maximum(expected, LEAST_OF_WEEK)
    # The column at the end keeps a series without a single whole week from having no median.
    known = np.pad(np.where(is_whole, squares, np.nan), ((0, 0), (0, 1)), constant_values=0.0)
    middle = np.maximum(np.nanmedian(known, axis=1) / MEDIAN_OF_SQUARES, 1.0)
    squares = np.where(is_whole, np.minimum(squares, UNLIKELY * middle[:, None]), 0.0)
    weeks = is_whole.sum(axis=1)
    pooled = squares.sum() / max(weeks.sum(), 1)
    own = (squares.sum(axis=1) + DISPERSION_WEIGHT * pooled) / (weeks + DISPERSION_WEIGHT)
    return np.maximum(own, 1.0)


def _weeks(values: Floats) -> Floats:
    weeks = values.shape[1] // 7
    days = values[:, values.shape[1] - 7 * weeks :]
    summed: Floats = days.reshape(len(values), weeks, 7).sum(axis=2)
    return summed


def _raised(counts: Floats, usual: Floats, dispersion: Floats) -> Bools:
    """Return the days around which clearly more than usual was counted, unless it stayed so."""
    is_up = np.zeros(counts.shape, dtype=bool)
    for reach in REACHES:
        heard, expected = sums_around(counts, reach), sums_around(usual, reach)
        is_clear = log_likelihood_ratio(heard, expected) > CLEAR_RISE * dispersion[:, None]
        is_risen = is_clear & (heard > LEAST_RISE * expected)
        is_up |= sums_around(is_risen.astype(float), reach) > 0
    return is_up & ~_stays(is_up)


def _stays(is_up: Bools) -> Bools:
    """Return the days of rises that lasted too long to be a season or a spike."""
    edges = np.diff(np.pad(is_up.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    stays = np.zeros_like(is_up)
    for (row, first), (_, end) in zip(
        np.argwhere(edges == 1), np.argwhere(edges == -1), strict=True
    ):
        is_open = end == is_up.shape[1]
        if end - first > (LONGEST_OPEN_RISE if is_open else LONGEST_RISE):
            stays[row, first:end] = True
    return stays


def log_likelihood_ratio(heard: Floats, usual: Floats) -> Floats:
    """Return the logarithm of the Poisson likelihood ratio of a rise; 0 where there is none."""
    ratio = np.maximum(heard / np.maximum(usual, 1e-9), 1.0)
    evidence: Floats = np.where(usual > 0, heard * np.log(ratio) - np.maximum(heard - usual, 0), 0)
    return evidence
