"""How many times its yearly mean a series stands on a day, by the same season of past years."""

from dataclasses import dataclass

import numpy as np

from pipelines.trends.windows import Floats, Ints, sums_around, whole_year_sums

# From wide to narrow: what a wide window says holds until a narrower one surely says otherwise.
REACHES = (21, 7, 3, 1)
# A year tells of a season when so many contacts were to be expected in the widest window.
LEAST_EXPECTED = 1.0
# Squared standard deviations at which half of a deviation is believed.
HALF_BELIEVED = 4.0


@dataclass(frozen=True)
class Seasons:
    """Factors of days, all (series, days).

    `factor` pools the known years, `variance` is its relative variance by counting alone, `years`
    how many earlier years tell, `by_year` (years, series, days) each year's own factor, the last
    year first, nan where it tells nothing.
    """

    factor: Floats
    variance: Floats
    years: Ints
    by_year: Floats


def season_factors(
    counts: Floats, weights: Floats, same: Ints, spread: float, prior: float
) -> Seasons:
    """Estimate the factor of every target day.

    `counts` and `weights` (series, known days) are contacts and how many a level of 1 would have
    given (day kind x outage); `same` (years, targets) numbers the corresponding earlier days,
    outside the known days where there is none. A year's factor is the count around the day over
    what that whole year's level would have given. `spread` is the relative standard deviation of a
    count beyond chance, `prior` the expected contacts that the belief in 1 is worth.
    """
    level = whole_year_sums(counts) / np.maximum(whole_year_sums(weights), 1e-9)
    usual = level * weights
    heard = [_at(sums_around(counts, reach), same) for reach in REACHES]
    expected = [_at(sums_around(usual, reach), same) for reach in REACHES]
    tells = expected[0] >= LEAST_EXPECTED
    pooled = _narrowed(
        [np.where(tells, one, 0.0).sum(axis=0) for one in heard],
        [np.where(tells, one, 0.0).sum(axis=0) for one in expected],
        spread,
        prior,
    )
    by_year = _narrowed(heard, expected, spread, prior)[0]
    return Seasons(pooled[0], pooled[1], tells.sum(axis=0), np.where(tells, by_year, np.nan))


def _at(sums: Floats, same: Ints) -> Floats:
    """Sums on the corresponding days, (years, series, targets); 0 where a day is not known."""
    is_known = (same >= 0) & (same < sums.shape[1])
    found = np.moveaxis(sums[:, np.where(is_known, same, 0)], 1, 0)
    return np.asarray(np.where(is_known[:, None, :], found, 0.0))


def _narrowed(
    heard: list[Floats], expected: list[Floats], spread: float, prior: float
) -> tuple[Floats, Floats]:
    """Go from wide windows to narrow ones, believing each deviation as far as chance cannot do it.

    The belief is that of a positive-part James-Stein estimate with a soft edge; the widest window
    is also shrunk to 1 by a gamma prior.
    """
    factor = np.ones_like(heard[0])
    variance = np.zeros_like(factor)
    for step, (count, usual) in enumerate(zip(heard, expected, strict=True)):
        believed = prior if step == 0 else 0.5
        ratio = (count + believed * factor) / (usual + believed)
        mean = usual * factor
        chance = mean + (spread * mean) ** 2 + 0.5
        far = (count - mean) ** 2 / chance
        belief = far / (far + HALF_BELIEVED)
        factor = factor + belief * (ratio - factor)
        variance = variance * (1 - belief) ** 2 + belief**2 / (count + believed)
    return factor, variance
