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
m + v m^2; v is measured on how unlike their neighbours the windows of the last year are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.trends.day_factors import broad_factors, kind_factors, pooled_kind_factors
from pipelines.trends.season_factors import CLEAR_FACTOR, SeasonBelief, Seasons, season_factors
from pipelines.trends.spread import Spread, spread_of
from pipelines.trends.windows import Bools, Floats, Ints, running_sums

YEARS_BACK = 3
ALL = slice(None)


class ExpectSettings(BaseModel):
    """How quickly a level is forgotten, and how much it takes to believe in a factor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    half_life_days: float = Field(42.0, gt=0, description="weight of a day halves in this time")
    left_out_days: int = Field(14, ge=0, description="newest days that the level does not use")
    season_spread: float = Field(0.25, ge=0, description="deviation of a season beyond chance")
    season_prior: float = Field(4.0, gt=0, description="expected contacts that 1 is worth")
    kind_prior: float = Field(60.0, gt=0, description="expected contacts, for day kinds")
    looks_back_days: int = Field(430, ge=365, description="days whose season is estimated")
    broad_least: float = Field(1.45, gt=1, description="all themes move so much: an outage")


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

    def head(self, count: int) -> "Days":
        """Return the first `count` days."""
        return Days(self.first, self.kinds[:count], self.same[:, :count])

    def number(self, day: date) -> int:
        """Return the number of a day."""
        return (day - self.first).days


@dataclass(frozen=True)
class Profile:
    """What changes slowly, as known at the end of day `until`, for every day of `Days`.

    `weights` (series, days) is day kind x outage, `seasons` see there (factor 1 where no earlier
    year tells), `spread` the relative variances, `mean` (series,) the level of the whole past.
    """

    until: int
    mean: Floats
    weights: Floats
    seasons: Seasons
    spread: Spread

    @cached_property
    def usual(self) -> Floats:
        """What a level of 1 gives on each day, known seasons included, (series, days)."""
        return self.weights * self.seasons.factor

    @cached_property
    def is_plain(self) -> Bools:
        """Days that no clear season lifts, (series, days)."""
        return np.asarray(self.seasons.factor < CLEAR_FACTOR)

    @cached_property
    def plain_weights(self) -> Floats:
        """What a level of 1 gives on plain days, 0 on others, (series, days)."""
        return self.weights * self.is_plain

    def head(self, count: int) -> "Profile":
        """Return the first `count` series."""
        spread = Spread(self.spread.by_width[:count])
        seasons = self.seasons.head(count)
        return Profile(self.until, self.mean[:count], self.weights[:count], seasons, spread)

    def variance_of(self, width: int) -> Floats:
        """Return (series,): relative variance of what comes in `width` days, beyond chance."""
        return self.spread.of(width)


@dataclass(frozen=True)
class Level:
    """Contacts a day at season and day kind 1, (series,) each.

    `seasonal` looks through known seasons, `plain` leaves their days out: it is what the other
    weeks were. `count` is how many contacts tell it, by weight.
    """

    seasonal: Floats
    plain: Floats
    count: Floats


def days_of(calendar: BusinessCalendar, first: date, last: date) -> Days:
    """Ask the calendar for all days from `first` to `last`."""
    origin = first.toordinal()
    same = [calendar.same_season_days(first, last, years) for years in range(1, YEARS_BACK + 1)]
    return Days(first, calendar.day_kinds(first, last), np.stack(same) - origin)


def profile_of(
    counts: Floats,
    days: Days,
    until: int,
    settings: ExpectSettings,
    parents: Ints | None = None,
) -> Profile:
    """Estimate everything that changes slowly from days 0..until of `counts`.

    `parents` (series,): rows of -1 are themes and come first; others are parts of the row named,
    whose season they have as far as their own counts do not say otherwise. Factors of days longer
    than `looks_back_days` ago are not estimated (1).
    """
    known = np.asarray(counts[:, : until + 1], dtype=np.float64)
    themes = len(known) if parents is None else int((parents < 0).sum())
    weights = _weights(known, days, themes, settings)
    seasons = _seasons(known, weights, days, parents, settings)
    usual = (weights * seasons.factor)[:, : until + 1]
    mean = (known.sum(axis=1) + 0.1) / (weights[:, : until + 1].sum(axis=1) + 1.0)
    return Profile(until, mean, weights, seasons, spread_of(known, usual))


def _seasons(
    known: Floats, weights: Floats, days: Days, parents: Ints | None, settings: ExpectSettings
) -> Seasons:
    until = known.shape[1]
    begin = max(0, until - settings.looks_back_days)
    belief = SeasonBelief(settings.season_spread, settings.season_prior)
    same, past = days.same[:, begin:], weights[:, :until]
    if parents is None or not (parents >= 0).any():
        return _from(season_factors(known, past, same, belief), begin)
    themes = int((parents < 0).sum())
    own = season_factors(known[:themes], past[:themes], same, belief)
    start = own.factor[parents[themes:]]
    parts = season_factors(known[themes:], past[themes:], same, belief, start)
    joined = Seasons(
        np.concatenate([own.factor, parts.factor]),
        np.concatenate([own.variance, parts.variance]),
        np.concatenate([own.years, own.years[parents[themes:]]]),
    )
    return _from(joined, begin)


def _from(seasons: Seasons, begin: int) -> Seasons:
    """Put days of factor 1 before the first one estimated."""
    count, days = seasons.factor.shape
    shape = (count, begin + days)
    whole = Seasons(np.ones(shape), np.zeros(shape), np.zeros(shape, dtype=np.int64))
    whole.factor[:, begin:] = seasons.factor
    whole.variance[:, begin:] = seasons.variance
    whole.years[:, begin:] = seasons.years
    return whole


def level_of(
    counts: Floats,
    profile: Profile,
    until: int,
    settings: ExpectSettings,
    rows: Sequence[int] | slice = ALL,
    left_out: Sequence[tuple[int, int]] = (),
) -> Level:
    """Return the level at the end of day `until`, the newest days left out, older ones fading.

    Gamma-Poisson with one contact's worth of the whole past as the prior. `rows`: only of these.
    `left_out` are (first, last) of days that are no measure; the newest others then count most.
    """
    end = max(0, until + 1 - settings.left_out_days)
    begin = max(0, end - int(8 * settings.half_life_days))
    fading = 0.5 ** (np.arange(end - begin, 0, -1) / settings.half_life_days)
    for first, last in left_out:
        fading[max(0, first - begin) : max(0, last + 1 - begin)] = 0.0
    if left_out and fading.any():
        fading /= fading.max() * 2 ** (1 / settings.half_life_days)
    # Each row by itself: a product of matrices rounds by the number of rows and of threads.
    known = counts[:, begin:end][rows]
    heard, heard_plainly, weight, usual = (
        np.vecdot(values, fading)
        for values in (
            known,
            known * profile.is_plain[:, begin:end][rows],
            profile.plain_weights[:, begin:end][rows],
            profile.usual[:, begin:end][rows],
        )
    )
    prior = 1.0 / profile.mean[rows]
    return Level((heard + 1.0) / (usual + prior), (heard_plainly + 1.0) / (weight + prior), heard)


def expected_of(level: Level, profile: Profile, first: int, last: int) -> Floats:
    """Return (series, days first..last): expected contacts, known seasons included."""
    span = slice(first, last + 1)
    factor = profile.seasons.factor[:, span] * profile.weights[:, span]
    return np.asarray(level.seasonal[:, None] * factor)


def _weights(known: Floats, days: Days, themes: int, settings: ExpectSettings) -> Floats:
    """Day kind x outage of all days, (series, days); days to come have no outage."""
    kinds = days.kinds[: known.shape[1]]
    pooled = pooled_kind_factors(known[:themes].sum(axis=0), kinds, settings.kind_prior)
    by_kind = kind_factors(known, kinds, pooled, settings.kind_prior)
    weights = by_kind[:, days.kinds]
    usual = _centred_level(known[:themes], weights[:themes]) * weights[:themes, : known.shape[1]]
    broad = broad_factors(known[:themes], usual, settings.broad_least)
    # A theme has no level before it was first heard.
    weights[:, : known.shape[1]] *= broad * (np.cumsum(known, axis=1) > 0)
    return weights


def _centred_level(known: Floats, weights: Floats) -> Floats:
    """Level of each day from the four weeks around it, without the day itself."""
    heard, weight = running_sums(known), running_sums(weights[:, : known.shape[1]])
    days = np.arange(known.shape[1])
    after, before = np.minimum(days + 15, known.shape[1]), np.maximum(days - 14, 0)
    around = heard.take(after, axis=1) - heard.take(before, axis=1) - known
    usual = weight.take(after, axis=1) - weight.take(before, axis=1)
    usual -= weights[:, : known.shape[1]]
    return np.asarray(around / np.maximum(usual, 1e-9))


def with_outages(
    counts: Floats, profile: Profile, until: int, level: Level, settings: ExpectSettings
) -> Profile:
    """Return the profile with outages of the days since it was made, up to `until`.

    `level` is that of the themes when it was made; they, the first rows, are asked what the whole
    day was like.
    """
    span = slice(profile.until + 1, until + 1)
    compared = slice(max(0, span.start - 28), until + 1)
    themes = len(level.seasonal)
    usual = expected_of(level, profile.head(themes), compared.start, until)
    broad = broad_factors(counts[:themes, compared], usual, settings.broad_least)
    broad = broad[span.start - compared.start :]
    if (broad == 1.0).all():
        return profile
    weights = profile.weights.copy()
    weights[:, span] *= broad
    return replace(profile, weights=weights)
