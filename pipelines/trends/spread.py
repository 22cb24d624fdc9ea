"""How far expectations are off beyond chance: the extra variance of a negative binomial."""

from dataclasses import dataclass

import numpy as np

from pipelines.trends.windows import Floats, trailing_sums

# Day by day noise shrinks with the width of a window, a drift of the level does not: both are seen.
WIDTHS = (1, 5, 14)
# Only the newest year: what a home was like in its first weeks says nothing of today.
DAYS_ASKED = 365
# A deviation counts at most as so many standard deviations: spikes are no noise.
CLIPPED_AT = 3.0
FIRST_GUESS = 0.05
LEAST = 0.002
MOST = 1.0
# Expected squared contacts that the pooled value is worth against a series' own.
POOLED_WEIGHT = 60.0


@dataclass(frozen=True)
class Spread:
    """Relative variance beyond chance, (series, widths), of sums over WIDTHS days."""

    by_width: Floats

    def of(self, width: int) -> Floats:
        """Return (series,) for any width: linear in 1 / width between those measured."""
        place = [1.0 / one for one in reversed(WIDTHS)]
        at = min(max(1.0 / width, place[0]), place[-1])
        upper = next(i for i, one in enumerate(place) if one >= at)
        lower = max(upper - 1, 0)
        part = 0.0 if upper == lower else (at - place[lower]) / (place[upper] - place[lower])
        columns = self.by_width[:, ::-1]
        return np.asarray(columns[:, lower] * (1 - part) + columns[:, upper] * part)


def spread_of(counts: Floats, expected: Floats) -> Spread:
    """Measure `counts` against `expected`, (series, days) both, over the newest year."""
    columns = [
        _relative_variance(
            trailing_sums(counts, width)[:, -DAYS_ASKED:],
            trailing_sums(expected, width)[:, -DAYS_ASKED:],
            width,
        )
        for width in WIDTHS
    ]
    return Spread(np.stack(columns, axis=1))


def _relative_variance(counts: Floats, expected: Floats, width: int) -> Floats:
    """Moment estimate of v in variance = m + v m^2, each series shrunk to the pooled value."""
    pooled = np.full(1, FIRST_GUESS)
    for _ in range(2):
        pooled = np.clip(_pooled(counts, expected, float(pooled[0])), LEAST, MOST)
    beyond, square = _moments(counts, expected, float(pooled[0]))
    prior = POOLED_WEIGHT * width
    return np.clip((beyond + prior * pooled) / (square + prior), LEAST, MOST)


def _pooled(counts: Floats, expected: Floats, guess: float) -> Floats:
    beyond, square = _moments(counts, expected, guess)
    return np.asarray([(beyond.sum() + FIRST_GUESS) / (square.sum() + 1.0)])


def _moments(counts: Floats, expected: Floats, guess: float) -> tuple[Floats, Floats]:
    """Weighted sums of (n - m)^2 - m and of m^2, (series,); weights: how surely a day tells v."""
    deviation = expected + guess * expected**2
    squares = np.minimum((counts - expected) ** 2, CLIPPED_AT**2 * deviation)
    weight = 1.0 / (1.0 + guess * expected) ** 2
    return (weight * (squares - expected)).sum(axis=1), (weight * expected**2).sum(axis=1)
