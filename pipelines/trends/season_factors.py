"""How many times its yearly mean a series stands on a day, by the same season of past years."""

from dataclasses import dataclass

import numpy as np

from pipelines.trends.windows import Floats, Ints, running_sums, sums_around, whole_year_sums

# From wide to narrow: what a wide window says holds until a narrower one surely says otherwise.
REACHES = (21, 7, 3, 1)
# A year tells of a season when so many contacts were to be expected in the widest window.
LEAST_EXPECTED = 1.0
# Squared standard deviations at which half of a deviation is believed; of half as many, a fifth is.
HALF_BELIEVED = 2.5
LEAST_FACTOR = 0.4
# What lifts or lowers a theme less than so is last year's chance more often than a season.
SLIGHT_FACTOR = 1.4
# What stands out of its year: two weeks so many times as high as the rest, and surely so.
OUT_REACH, OUT_RATIO, OUT_SURE, BASE_ROUNDS = 7, 1.5, 3.0, 3
# Days by which a season may begin sooner or end later than in the years before; what lifts a theme
# less than so much may be chance, and has no edges.
EDGE_DAYS, CLEAR_FACTOR = 3, 1.8
# Series looked at together: all years of some thousand series would take gigabytes.
BLOCK_ROWS = 256


@dataclass(frozen=True)
class Seasons:
    """Factors of days, all (series, days).

    `factor` pools the known years, `variance` is its relative variance (chance, and what differs
    from year to year), `years` how many earlier years tell.
    """

    factor: Floats
    variance: Floats
    years: Ints

    def head(self, count: int) -> "Seasons":
        """Return the first `count` series."""
        return Seasons(self.factor[:count], self.variance[:count], self.years[:count])

    def highest_of(self, span: slice) -> Floats:
        """Return the factors of a span of days, of clear seasons the highest of a few days around.

        No season keeps to the day.
        """
        from scipy.ndimage import maximum_filter1d  # slow to import, and settings stand beside it

        begin = max(0, span.start - EDGE_DAYS)
        wide = self.factor[:, begin : span.stop + EDGE_DAYS]
        highest = maximum_filter1d(wide, 2 * EDGE_DAYS + 1, axis=1)
        highest = highest[:, span.start - begin : span.stop - begin]
        return np.where(highest >= CLEAR_FACTOR, highest, self.factor[:, span])


@dataclass(frozen=True)
class SeasonBelief:
    """`spread`: relative standard deviation of a count beyond chance; `prior`: expected contacts
    that the belief in no season is worth."""

    spread: float
    prior: float


def season_factors(
    counts: Floats, weights: Floats, same: Ints, belief: SeasonBelief, start: Floats | None = None
) -> Seasons:
    """Estimate the factor of every target day.

    `counts` and `weights` (series, known days) are contacts and how many a level of 1 would have
    given (day kind x outage); `same` (years, targets) numbers the corresponding earlier days,
    outside the known days where there is none. A year's factor is the count around the day over
    what that year's level, without what stood out of it, would have given. `start` (series,
    targets) is what to believe where a series itself tells little, 1 unless given.
    """
    shape = (counts.shape[0], same.shape[1])
    # What no year tells of: no deviation from the start, and all of the doubt of the unheard.
    factor = np.full(shape, 1.0) if start is None else np.maximum(start, LEAST_FACTOR)
    variance = _doubt(factor, np.zeros((1, 1)), belief)
    years = np.zeros(shape, dtype=np.int64)
    is_known = (same >= 0) & (same < counts.shape[1])
    if is_known.any():
        known_years = same[is_known.any(axis=1)]
        targets = slice(int(is_known.any(axis=0).argmax()), same.shape[1])
        for begin in range(0, len(counts), BLOCK_ROWS):
            rows = slice(begin, begin + BLOCK_ROWS)
            begun = np.ones((1, 1)) if start is None else start[rows, targets]
            of_block = counts[rows], weights[rows], known_years[:, targets], belief, begun
            place = rows, targets
            factor[place], variance[place], years[place] = _factors_of_block(*of_block)
    return Seasons(factor, variance, years)


def _factors_of_block(
    counts: Floats, weights: Floats, same: Ints, belief: SeasonBelief, start: Floats
) -> tuple[Floats, Floats, Ints]:
    usual = _base_level(counts, weights) * weights
    heard, expected = _around(counts, same), _around(usual, same)
    tells = expected[0] >= LEAST_EXPECTED
    years = tells.sum(axis=0)
    pooled = [[np.where(tells, one, 0.0).sum(axis=0) for one in sums] for sums in (heard, expected)]
    factor = _narrowed(pooled[0], pooled[1], years, belief, start)
    # A silence of last year is no season: it must not make an ordinary week look like a rise.
    factor = np.maximum(factor, LEAST_FACTOR)
    is_slight = (factor > 1.0 / SLIGHT_FACTOR) & (factor < SLIGHT_FACTOR)
    factor = np.where(is_slight, 1.0, factor)
    return factor, _doubt(factor, pooled[0][1], belief), years


def _base_level(counts: Floats, weights: Floats) -> Floats:
    """Contacts a day of the year around each day, (series, days), without what stood out.

    A season is in every year and a spike in one: with it, the rest of that year would look low.
    """
    heard, weight = sums_around(counts, OUT_REACH), sums_around(weights, OUT_REACH)
    is_base = np.ones(counts.shape, dtype=bool)
    for _ in range(BASE_ROUNDS):
        usual_days = np.maximum(whole_year_sums(weights * is_base), 1e-9)
        level = whole_year_sums(counts * is_base) / usual_days
        usual = level * weight
        is_base = heard <= np.maximum(OUT_RATIO * usual, usual + OUT_SURE * np.sqrt(usual))
    return level


def _around(values: Floats, same: Ints) -> list[Floats]:
    """Sums around the corresponding days for each of REACHES, (years, series, targets) each.

    0 where a day is not known.
    """
    sums, count = running_sums(values), values.shape[1]
    is_known = (same >= 0) & (same < count)
    day = np.where(is_known, same, 0)
    found = []
    for reach in REACHES:
        after = np.where(is_known, np.minimum(day + reach + 1, count), 0)
        before = np.where(is_known, np.maximum(day - reach, 0), 0)
        # Some ten times as fast as sums[:, after].
        around = sums.take(after, axis=1) - sums.take(before, axis=1)
        found.append(np.moveaxis(around, 1, 0))
    return found


def _narrowed(
    heard: list[Floats], expected: list[Floats], years: Ints, belief: SeasonBelief, start: Floats
) -> Floats:
    """Go from wide windows to narrow ones, believing each deviation as far as chance cannot do it.

    The belief is that of a positive-part James-Stein estimate with a soft edge; the widest window
    is also shrunk to 1 by a gamma prior. What differs from year to year averages out over `years`.
    """
    factor, prior = start, belief.prior
    spread = belief.spread / np.sqrt(np.maximum(years, 1))
    for step, (count, usual) in enumerate(zip(heard, expected, strict=True)):
        believed = prior if step == 0 else 0.5
        ratio = (count + believed * factor) / (usual + believed)
        mean = usual * factor
        chance = mean + (spread * mean) ** 2 + 0.5
        far = ((count - mean) ** 2 / chance / HALF_BELIEVED) ** 2
        factor = factor + far / (far + 1.0) * (ratio - factor)
    return factor


def _doubt(factor: Floats, heard: Floats, belief: SeasonBelief) -> Floats:
    """Relative variance: chance, and what a season differs by from year to year.

    `heard` are the contacts of two weeks.
    """
    # Whoever heard little cannot know that there is no season: chance in two weeks bounds it.
    by_chance = 1.0 / (heard + belief.prior)
    rise = np.maximum(factor - 1.0, 0.0) / np.maximum(factor, 1.0)
    return np.asarray(by_chance + (belief.spread * rise) ** 2)
