"""Look for sudden rises: windows of one day to two weeks against what was to be expected."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import special

from pipelines.trends.alert_settings import SCANNED_WIDTHS, AlertSettings
from pipelines.trends.expect import Level, Profile
from pipelines.trends.windows import Bools, Floats, Ints

# A season explains a rise only where it lifts the expectation at least so many times.
LIFTED = 1.5


@dataclass(frozen=True)
class Rises:
    """The surest window of each series that ends on one day, (series,) each.

    `variance` is the relative variance of its count beyond chance, `probability` is the upper
    tail, 1 where nothing was looked at; `seasonal_probability` the same where a season known from
    one year only would have been expected, 0 where that year tells of none; `years` how many
    earlier years tell of a season on this day.
    """

    probability: Floats
    seasonal_probability: Floats
    width: Ints
    heard: Floats
    expected: Floats
    variance: Floats
    years: Ints


def upper_tail(heard: Floats, mean: Floats, variance: Floats) -> Floats:
    """Return P(X >= heard) of negative binomials with mean m and variance m + variance m^2."""
    size = 1.0 / np.maximum(variance, 1e-9)
    tail = special.betainc(np.maximum(heard, 1e-9), size, mean / (mean + size))
    return np.where(heard > 0, tail, 1.0)


def scan_day(
    counts: Floats, profile: Profile, level: Level, until: int, settings: AlertSettings
) -> Rises:
    """Scan all windows that end on day `until`; only days up to it are read.

    A short window must be more unlikely than a long one: there are more of them, and a loud day
    tells less than a loud week. `probability` is corrected for that.
    """
    sums = _Sums.until(counts, profile, until)
    found = [_look(sums, profile, level, until, width, settings) for width in SCANNED_WIDTHS]
    widths = np.asarray(SCANNED_WIDTHS, dtype=np.float64)
    handicap = np.maximum(1.0, settings.full_width / widths)
    chances = np.minimum(np.stack([one[0] for one in found]) * handicap[:, None], 1.0)
    best = chances.argmin(axis=0)
    rows = np.arange(counts.shape[0])
    _, seasonal, heard, expected, variance = (
        np.stack(part)[best, rows] for part in zip(*found, strict=True)
    )
    width = np.asarray(SCANNED_WIDTHS)[best]
    return Rises(
        chances[best, rows], seasonal, width, heard, expected, variance,
        profile.seasons.years[:, until],
    )  # fmt: skip


class _Sums(NamedTuple):
    """Sums of the newest 1, 2, 3, ... days, (series, widths) each."""

    heard: Floats
    weights: Floats
    seasonal: Floats
    season_variance: Floats

    @classmethod
    def until(cls, counts: Floats, profile: Profile, until: int) -> "_Sums":
        """Sum back from day `until`."""
        span = slice(max(0, until + 1 - SCANNED_WIDTHS[-1]), until + 1)
        weights = profile.weights[:, span]
        seasonal = weights * profile.seasons.highest_of(span)
        parts = (counts[:, span], weights, seasonal, profile.seasons.variance[:, span])
        return cls(*(np.cumsum(part[:, ::-1], axis=1) for part in parts))


def _look(
    sums: _Sums, profile: Profile, level: Level, until: int, width: int, settings: AlertSettings
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return tail, tail with a season of one year, contacts, expectation, variance of a window."""
    place = min(width, sums.heard.shape[1]) - 1
    heard, season_variance = sums.heard[:, place], sums.season_variance[:, place] / (place + 1)
    plain = level.plain * sums.weights[:, place]
    seasonal = level.seasonal * sums.seasonal[:, place]
    is_known = profile.seasons.years[:, until] >= 2
    # What a season seems to take away may be chance as well: it makes no rise.
    expected = np.where(is_known, np.maximum(seasonal, plain), plain)
    variance = profile.variance_of(width) + 1.0 / (level.count + 1.0)
    uncertain = variance + np.where(is_known, season_variance, 0.0)
    # A day of one and a half times the expected is nothing to act on; weeks of it are.
    ratio = settings.least_ratio if width <= settings.full_width else settings.least_long_ratio
    is_candidate = (heard >= settings.least_contacts) & (heard >= ratio * expected)
    tail, tail_seasonal = np.ones(len(heard)), np.zeros(len(heard))
    some = np.flatnonzero(is_candidate)
    tail[some] = upper_tail(heard[some], expected[some], uncertain[some])
    lifted = np.flatnonzero(is_candidate & (seasonal >= LIFTED * plain))
    wide = (variance + season_variance)[lifted]
    tail_seasonal[lifted] = upper_tail(heard[lifted], seasonal[lifted], wide)
    return tail, tail_seasonal, heard, expected, uncertain


def discoveries(probability: Floats, share_false: float, weight: Floats | None = None) -> Bools:
    """Return which tests to believe so that at most `share_false` of them are false, on average.

    Benjamini & Hochberg 1995; holds for the positive dependence of overlapping series (2001).
    `weight` says how much of the false ones a test may be (Genovese, Roeder & Wasserman 2006).
    """
    weights = np.ones(len(probability)) if weight is None else weight
    weighted = probability / weights
    order = np.argsort(weighted, kind="stable")
    bound = share_false * np.arange(1, len(order) + 1) / max(float(weights.sum()), 1e-9)
    passed = np.flatnonzero(weighted[order] <= bound)
    believed = np.zeros(len(order), dtype=bool)
    believed[order[: passed[-1] + 1 if len(passed) else 0]] = True
    return believed
