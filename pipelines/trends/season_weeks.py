"""The profile of a year: how many times the usual each week of it counted in earlier years."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from pipelines.trends.outlook import Outlook
from pipelines.trends.season_profile import LEAST_USUAL
from pipelines.trends.windows import Floats

# Contacts by which the factor of a week is held to 1: most weeks are no season.
HELD_OF_WEEK = 4.0
# One-sided normal quantile of 90 %: the range holds 80 %.
CERTAIN = 1.2816
WEEKS = 51


@dataclass(frozen=True)
class Weeks:
    """Weeks from `first` (a Monday) on; all arrays (series, weeks).

    `factor` with its range, the earlier years that tell, and whether the week lies in a season.
    """

    first: date
    factor: Floats
    low: Floats
    high: Floats
    years: Floats
    is_season: Floats


def season_weeks(outlook: Outlook) -> Weeks:
    """Return the profile of the whole weeks of the year that is looked at."""
    begin = -outlook.first.weekday() % 7
    past = outlook.past.by_calendar
    heard, usual = (_by_week(part, begin) for part in (past.heard, past.usual))
    is_seen = usual >= LEAST_USUAL / 2
    total, base = (heard * is_seen).sum(axis=0), (usual * is_seen).sum(axis=0)
    held = HELD_OF_WEEK * outlook.level.dispersion[:, None]
    years = is_seen.sum(axis=0)
    factor = (total + held) / (base + held)
    chance = outlook.level.dispersion[:, None] / (total + held)
    error = np.sqrt(chance + outlook.spread**2 / np.maximum(years, 1))
    reach = np.exp(CERTAIN * error)
    return Weeks(
        outlook.day(begin), factor, factor / reach, factor * reach,
        years.astype(float), _in_season(outlook, begin),
    )  # fmt: skip


def _by_week(values: Floats, begin: int) -> Floats:
    span = values[..., begin : begin + 7 * WEEKS]
    summed: Floats = span.reshape(*span.shape[:-1], WEEKS, 7).sum(axis=-1)
    return summed


def _in_season(outlook: Outlook, begin: int) -> Floats:
    days = np.zeros(outlook.past.by_calendar.heard.shape[1:])
    for season in outlook.seasons:
        days[season.series, season.first : season.last + 1] = 1.0
    return np.asarray(_by_week(days, begin) >= 4)
