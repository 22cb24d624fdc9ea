"""Log ratios of counts in two spans of days, how sure each is, and what many have in common."""

from math import erf, exp, pi, sqrt
from typing import NamedTuple

import numpy as np

from pipelines.trends.windows import Bools, Floats, Ints

# Keeps the log of nothing finite, and the log ratio of two small counts nearly unbiased (Haldane).
HALF = 0.5
# A week counts at most as so many standard deviations: a spike is no noise of every week.
CLIPPED_AT = 2.5
# Expected squared weekly contacts that the value of all themes is worth against a theme's own.
POOLED_WEIGHT = 100.0
LEAST_SPREAD = 0.002
# Beyond so many standard deviations a series tells of something that happened to it alone.
COMMON_UP_TO = 1.0
MOST_SPREAD = 4.0


class LogRatios(NamedTuple):
    """One a theme: log(rate in one span / rate in another), and its variance; infinite: unknown."""

    ratio: Floats
    variance: Floats

    def less(self, other: "LogRatios", share: Floats) -> "LogRatios":
        """Return these less a share (0 to 1 each) of others, whose error is shrunk alike."""
        known = np.where(np.isfinite(other.variance), other.variance, 0.0)
        return LogRatios(self.ratio - share * other.ratio, self.variance + share * known)


class Common(NamedTuple):
    """What ratios have in common: mean, its variance, and how far the true ones lie apart."""

    mean: float
    variance: float
    between: float


def log_ratios(counts: Ints, after: Ints, before: Ints, weekly_spread: Floats) -> LogRatios:
    """Return the ratios of the daily rates of `after` and `before` (numbers of days).

    Variance: that of the log of negative binomial counts, 1/count + spread/weeks.
    """
    late, early = (counts[:, span].sum(axis=1) + HALF for span in (after, before))
    weeks = 7 / len(after) + 7 / len(before)
    variance = 1 / late + 1 / early + weekly_spread * weeks
    return LogRatios(np.log(late / early) - np.log(len(after) / len(before)), variance)


def weekly_spread(counts: Ints) -> Floats:
    """Return the a of variance = m + a m^2 of weekly counts, (themes,), from (themes, days).

    Each week is held against the mean of its neighbours, so that a slow trend does not count;
    few contacts tell little of their own and are drawn to what all themes have in common.
    """
    weeks = counts.shape[1] // 7
    if weeks < 3:
        return np.full(len(counts), LEAST_SPREAD)
    sums = counts[:, counts.shape[1] - 7 * weeks :].reshape(len(counts), weeks, 7).sum(axis=2)
    here, around = sums[:, 1:-1], (sums[:, :-2] + sums[:, 2:]) / 2
    mean = (here + 2 * around) / 3
    squares = (here - around) ** 2 / 1.5
    pooled = 0.05
    for _ in range(3):
        beyond, scale = _moments(squares, mean, pooled)
        pooled = max(LEAST_SPREAD, beyond.sum() / max(scale.sum(), 1.0))
    own = (POOLED_WEIGHT * pooled + beyond) / (POOLED_WEIGHT + scale)
    return np.maximum(LEAST_SPREAD, own)


def _moments(squares: Floats, mean: Floats, guess: float) -> tuple[Floats, Floats]:
    deviation = mean + guess * mean**2
    weight = 1 / (1 + guess * mean) ** 2
    clipped = np.minimum(squares, CLIPPED_AT**2 * deviation)
    return (weight * (clipped - mean)).sum(axis=1), (weight * mean**2).sum(axis=1)


def common(ratios: LogRatios, chosen: Bools) -> Common:
    """Return what the chosen ratios have in common, whatever a few of them did alone.

    A random-effects mean; the variance between them solves Paule and Mandel's equation (1982)
    with squares clipped at COMMON_UP_TO standard deviations, and the mean is Huber's.
    """
    ratio, variance = ratios.ratio[chosen], ratios.variance[chosen]
    low, high = 0.0, MOST_SPREAD
    if _clipped_square(ratio, variance, low) <= 1:
        high = low
    while high - low > 1e-4:
        middle = (low + high) / 2
        is_more = _clipped_square(ratio, variance, middle) > 1
        low, high = (middle, high) if is_more else (low, middle)
    mean, weight = _huber_mean(ratio, variance + high)
    return Common(mean, 1 / weight, high)


def _clipped_square(ratio: Floats, variance: Floats, between: float) -> float:
    """Return the mean clipped square of standardised ratios, 1 where `between` is right."""
    total = variance + between
    mean, _ = _huber_mean(ratio, total)
    squares = np.minimum((ratio - mean) ** 2 / total, COMMON_UP_TO**2)
    return float(squares.mean()) / _expected_square(COMMON_UP_TO)


def _expected_square(limit: float) -> float:
    """Return the mean of min(z^2, limit^2) for a standard normal z."""
    inside = erf(limit / sqrt(2))
    return inside - 2 * limit * exp(-(limit**2) / 2) / sqrt(2 * pi) + limit**2 * (1 - inside)


def _huber_mean(ratio: Floats, variance: Floats) -> tuple[float, float]:
    """Return the mean weighted by certainty, far values counting less, and the sum of weights."""
    weight = 1 / variance
    mean = float(np.average(ratio, weights=weight))
    for _ in range(10):
        distance = np.abs(ratio - mean) / np.sqrt(variance)
        trust = np.minimum(1, COMMON_UP_TO / np.maximum(distance, 1e-9))
        mean = float(np.average(ratio, weights=weight * trust))
    return mean, float(weight.sum())
