"""What is coming: seasons of the next weeks, with how many contacts to expect of them."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from pipelines.trends.level import DRIFT, Level
from pipelines.trends.season_profile import LEAST_USUAL, Past, PastYears, Season, SeasonSettings
from pipelines.trends.windows import Ints

# The peak is the middle of the fullest week of a season.
PEAK_DAYS = 7
# One-sided: a season whose factor is so much at least with this certainty is foretold.
CERTAINTY, LEAST_SURE = 0.9, 1.2


@dataclass(frozen=True)
class Foreseen:
    """A season that is expected: days counted from the first coming day, then contacts.

    `plain` is what would be usual without the season; `before` what the same stretch counted one
    year ago, two years ago and so on, None where that year is not known.
    """

    season: Season
    onset: int
    peak: int
    end: int
    expected: float
    low: float
    high: float
    plain: float
    factor_low: float
    before: tuple[int | None, ...]


def foresee(
    past: Past, level: Level, seasons: list[Season], kinds: Ints, settings: SeasonSettings,
    *, today: int, spread: float,
) -> list[Foreseen]:  # fmt: skip
    """Return the seasons that begin within the horizon after day `today`, by their onset.

    `kinds` (days,) are those of the coming days, of which day `today` is the newest known.
    """
    usual = level.ahead(kinds)
    found = []
    for season in seasons:
        lead = season.first - today
        if not 0 < lead <= settings.horizon_days:
            continue
        plain = float(usual[season.series, season.first : season.last + 1].sum())
        if plain * (season.factor - 1) < settings.min_excess or not is_sure(season, spread):
            continue
        days_ahead = lead + (season.last - season.first) / 2
        of_level = float(level.error[season.series]) ** 2 + DRIFT**2 * days_ahead / 365
        of_season = season.error**2 + spread**2 * (1 + 1 / season.count_years)
        mean = plain * season.factor
        dispersion = float(level.dispersion[season.series])
        low, high = outcomes(mean, of_level + of_season, dispersion, settings.coverage)
        peak = peak_day(past.of(season), season)
        before = tuple(
            round(float(heard)) if base >= LEAST_USUAL else None
            for heard, base in zip(season.heard, season.usual, strict=True)
        )
        factor_low = factor_bound(season, spread)
        found.append(
            Foreseen(
                season, season.first, peak, season.last, mean, low, high, plain, factor_low, before
            )
        )
    return sorted(found, key=lambda entry: (entry.onset, -entry.expected, entry.season.series))


def factor_bound(season: Season, spread: float) -> float:
    """Return the lower bound of the factor that seasons of all years have on the mean."""
    error = np.sqrt(season.error**2 + spread**2 / season.count_years)
    return float(season.factor * np.exp(-stats.norm.ppf(CERTAINTY) * error))


def is_sure(season: Season, spread: float) -> bool:
    """Whether a rise is there with certainty."""
    return factor_bound(season, spread) >= LEAST_SURE


def outcomes(
    mean: float, variance_of_log: float, dispersion: float, coverage: float
) -> tuple[float, float]:
    """Return the range that holds `coverage` of the counts to come.

    A count is negative binomial: its own noise, and a mean that is itself uncertain.
    """
    variance = mean * dispersion + mean**2 * np.expm1(variance_of_log)
    variance = max(variance, mean * 1.001)
    tails = np.array([(1 - coverage) / 2, (1 + coverage) / 2])
    low, high = stats.nbinom.ppf(tails, mean**2 / (variance - mean), mean / variance)
    return float(low), float(high)


def peak_day(past: PastYears, season: Season) -> int:
    """Return the middle of the week in which the years together were raised the most."""
    stretch = past.heard[:, season.series, season.first : season.last + 1].sum(axis=0)
    width = min(PEAK_DAYS, len(stretch))
    weeks = np.convolve(stretch, np.ones(width), "valid")
    return season.first + int(weeks.argmax()) + width // 2
