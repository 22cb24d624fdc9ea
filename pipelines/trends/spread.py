"""How far expectations are off beyond chance: the extra variance of a negative binomial."""

from dataclasses import dataclass

import numpy as np

from pipelines.trends.windows import Floats, running_sums

# Day by day noise shrinks with the width of a window, a drift of the level does not: both are seen.
WIDTHS = (1, 5, 14)
REACH = 14
# Only the newest year: what a home was like in its first weeks says nothing of today.
DAYS_ASKED = 365
# A deviation counts at most as so many standard deviations: spikes are no noise.
CLIPPED_AT = 2.5
FIRST_GUESS = 0.05
LEAST = 0.01
MOST = 1.0
# Expected squared contacts that the pooled value is worth against a series' own.
POOLED_WEIGHT = 1500.0


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


def spread_of(counts: Floats, usual: Floats) -> Spread:
    """Measure how unlike their neighbours the windows of the newest year are.

    `counts` and `usual` (series, days): contacts, and what a level of 1 would have given. Comparing
    a window with the days before and after it leaves trends and most of a season out, which are
    no chance: they would hide the very rises that are looked for.
    """
    return Spread(np.stack([_relative_variance(counts, usual, w) for w in WIDTHS], axis=1))


def _relative_variance(counts: Floats, usual: Floats, width: int) -> Floats:
    """Moment estimate of v in variance = m + v m^2, each series shrunk to the pooled value."""
    heard, around = _windows(counts, width)
    weight, weight_around = _windows(usual, width)
    expected = around * weight / np.maximum(weight_around, 1e-9)
    # The neighbours are counts too: their chance adds to that of the window.
    chance = expected * (1.0 + weight / np.maximum(weight_around, 1e-9))
    pooled = FIRST_GUESS
    for _ in range(2):
        beyond, square = _moments(heard, expected, chance, pooled)
        pooled = float((beyond.sum() + FIRST_GUESS) / (square.sum() + 1.0))
        pooled = min(max(pooled, LEAST), MOST)
    beyond, square = _moments(heard, expected, chance, pooled)
    prior = POOLED_WEIGHT * width
    return np.clip((beyond + prior * pooled) / (square + prior), LEAST, MOST)


def _windows(values: Floats, width: int) -> tuple[Floats, Floats]:
    """Sums of all windows of the newest year, and of the REACH days on either side of each."""
    known = values[:, -DAYS_ASKED:]
    sums = running_sums(known)
    count = max(0, known.shape[1] - 2 * REACH - width + 1)

    def before(day: int) -> Floats:
        return sums[:, day : day + count]

    inside = before(REACH + width) - before(REACH)
    return inside, before(2 * REACH + width) - before(0) - inside


def _moments(
    counts: Floats, expected: Floats, chance: Floats, guess: float
) -> tuple[Floats, Floats]:
    """Sums of (n - m)^2 - chance and of m^2, (series,), weighted by how surely a window tells."""
    deviation = chance + guess * expected**2
    squares = np.minimum((counts - expected) ** 2, CLIPPED_AT**2 * deviation)
    weight = 1.0 / (1.0 + guess * expected) ** 2
    return (weight * (squares - chance)).sum(axis=1), (weight * expected**2).sum(axis=1)
