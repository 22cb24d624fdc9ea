"""What was to be expected of each series on each day, as known at the end of one day.

    expected = level x season x day kind x outage

Interface, shared by the alerts and by what is coming (all arrays: row = series, column = day;
`Days` numbers the days from its first, `until` is the number of the last known day):

    days = days_of(calendar, first, last)               days known and days to come
    profile = profile_of(counts, days, until, settings)  what changes slowly: factors of all days
    level = level_of(counts, profile, until, settings)   contacts a day, now
    expected_of(level, profile, first, last)             means of days first..last, (series, days)
    profile.variance_of(width)                           relative variance of a sum of `width` days

Columns of `counts` after `until` are never read, so the same array may hold the days to come.
Pure functions of plain arrays. Counts are taken for negative binomial with mean m and variance
m + v m^2; v is measured on how far such expectations were off in the last year, level and all.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from scipy.signal import lfilter

from pipelines.trends.day_factors import broad_factors, kind_factors, pooled_kind_factors
from pipelines.trends.season_factors import Seasons, season_factors
from pipelines.trends.spread import WIDTHS, Spread, spread_of
from pipelines.trends.windows import Floats, Ints, running_sums

YEARS_BACK = 3


class ExpectSettings(BaseModel):
    """How quickly a level is forgotten, and how much it takes to believe in a factor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    half_life_days: float = Field(42.0, gt=0, description="weight of a day halves in this time")
    left_out_days: int = Field(14, ge=0, description="newest days that the level does not use")
    season_spread: float = Field(0.25, ge=0, description="deviation of a season beyond chance")
    season_prior: float = Field(4.0, gt=0, description="expected contacts that 1 is worth")
    kind_prior: float = Field(60.0, gt=0, description="expected contacts, for day kinds")
    broad_least: float = Field(1.6, gt=1, description="all themes move so much: an outage")


class BusinessCalendar(Protocol):
    """What is asked of the calendar (calendar.py)."""

    def day_kinds(self, first: date, last: date) -> Ints:
        """Return (days,) the kind of each day, 0 to 15."""

    def same_season_days(self, first: date, last: date, years: int) -> Ints:
        """Return (days,) ordinals of the corresponding days `years` earlier."""


@dataclass(frozen=True)
class Days:
    """Consecutive days, numbered from 0 at `first`.

    `kinds` (days,); `same` (years, days): number of the corresponding day 1..3 years earlier,
    negative where that lies before `first`.
    """

    first: date
    kinds: Ints
    same: Ints

    @property
    def count(self) -> int:
        """How many days there are."""
        return len(self.kinds)

    def number(self, day: date) -> int:
        """Return the number of a day."""
        return (day - self.first).days


@dataclass(frozen=True)
class Profile:
    """What changes slowly, as known at the end of day `until`, for every day of `Days`.

    `weights` (series, days) is day kind x outage, `seasons` see there (factor 1 where no earlier
    year tells), `spread` the relative variances.
    """

    until: int
    weights: Floats
    seasons: Seasons
    spread: Spread

    def variance_of(self, width: int) -> Floats:
        """Return (series,): relative variance of what comes in `width` days, beyond chance."""
        return self.spread.of(width)


@dataclass(frozen=True)
class Level:
    """Contacts a day at season and day kind 1, (series,) each.

    `seasonal` looks through known seasons, `plain` does not: it is what the last weeks were,
    whatever the season. `count` is how many contacts tell it, by weight.
    """

    seasonal: Floats
    plain: Floats
    count: Floats


def days_of(calendar: BusinessCalendar, first: date, last: date) -> Days:
    """Ask the calendar for all days from `first` to `last`."""
    origin = first.toordinal()
    same = [calendar.same_season_days(first, last, years) for years in range(1, YEARS_BACK + 1)]
    return Days(first, calendar.day_kinds(first, last), np.stack(same) - origin)


def profile_of(counts: Floats, days: Days, until: int, settings: ExpectSettings) -> Profile:
    """Estimate everything that changes slowly from days 0..until of `counts`.

    Day kinds of all series are pooled, their seasons are not.
    """
    known = np.asarray(counts[:, : until + 1], dtype=np.float64)
    weights = _weights(known, days, settings)
    seasons = season_factors(
        known,
        weights[:, : until + 1],
        days.same,
        settings.season_spread,
        settings.season_prior,
    )
    forecast = _past_levels(known, weights, seasons.factor, settings)
    expected = forecast * (weights * seasons.factor)[:, : until + 1]
    return Profile(until, weights, seasons, spread_of(known, expected))


def level_of(counts: Floats, profile: Profile, until: int, settings: ExpectSettings) -> Level:
    """Return the level at the end of day `until`, the newest days left out, older ones fading.

    Gamma-Poisson with one contact's worth of the whole past as the prior.
    """
    end = max(0, until + 1 - settings.left_out_days)
    begin = max(0, end - int(8 * settings.half_life_days))
    fading = 0.5 ** (np.arange(end - begin, 0, -1) / settings.half_life_days)
    heard = counts[:, begin:end] @ fading
    weights = profile.weights[:, begin:end]
    season = profile.seasons.factor[:, begin:end]
    ever = counts[:, :end].sum(axis=1) + 0.1
    ever_level = ever / (profile.weights[:, :end].sum(axis=1) + 1.0)
    seasonal = (heard + 1.0) / ((weights * season) @ fading + 1.0 / ever_level)
    plain = (heard + 1.0) / (weights @ fading + 1.0 / ever_level)
    return Level(seasonal, plain, heard)


def expected_of(level: Level, profile: Profile, first: int, last: int) -> Floats:
    """Return (series, days first..last): expected contacts, known seasons included."""
    span = slice(first, last + 1)
    factor = profile.seasons.factor[:, span] * profile.weights[:, span]
    return np.asarray(level.seasonal[:, None] * factor)


def _weights(known: Floats, days: Days, settings: ExpectSettings) -> Floats:
    """Day kind x outage of all days, (series, days); days to come have no outage."""
    kinds = days.kinds[: known.shape[1]]
    pooled = pooled_kind_factors(known.sum(axis=0), kinds, settings.kind_prior)
    by_kind = kind_factors(known, kinds, pooled, settings.kind_prior)
    weights = by_kind[:, days.kinds]
    level = _centred_level(known, weights)
    broad = broad_factors(known, level * weights[:, : known.shape[1]], settings.broad_least)
    weights[:, : known.shape[1]] *= broad
    return weights


def _centred_level(known: Floats, weights: Floats) -> Floats:
    """Level of each day from the four weeks around it, without the day itself."""
    heard, weight = running_sums(known), running_sums(weights[:, : known.shape[1]])
    days = np.arange(known.shape[1])
    after, before = np.minimum(days + 15, known.shape[1]), np.maximum(days - 14, 0)
    around = heard[:, after] - heard[:, before] - known
    usual = weight[:, after] - weight[:, before] - weights[:, : known.shape[1]]
    return np.asarray(around / np.maximum(usual, 1e-9))


def _past_levels(
    known: Floats, weights: Floats, season: Floats, settings: ExpectSettings
) -> Floats:
    """What `level_of` would have said on every past day, `season` being known, (series, days)."""
    keep = 0.5 ** (1.0 / settings.half_life_days)
    usual = (weights * season)[:, : known.shape[1]]
    heard = lfilter([keep], [1.0, -keep], known, axis=1)
    weight = lfilter([keep], [1.0, -keep], usual, axis=1)
    mean = (known.sum(axis=1) + 0.1) / (usual.sum(axis=1) + 1.0)
    level = (heard + 1.0) / (weight + 1.0 / mean[:, None])
    late = settings.left_out_days + WIDTHS[-1] // 2
    return np.asarray(np.pad(level, ((0, 0), (late, 0)), mode="edge")[:, : known.shape[1]])
