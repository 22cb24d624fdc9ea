"""A look ahead from one day: the record up to it, the seasons of the coming year, the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from pipelines.trends.foresee import Foreseen, foresee
from pipelines.trends.level import Level, usual_level
from pipelines.trends.same_season import same_date_ends
from pipelines.trends.season_profile import (
    CalendarPrior,
    Past,
    Season,
    SeasonSettings,
    find_seasons,
    past_years,
    spread_of_years,
)
from pipelines.trends.windows import Bools, Floats, Ints

# The year that is looked at begins before today, so that a season that is on is seen as a whole.
DAYS_BACK, DAYS_AHEAD = 75, 290
# Days of a month come back too often to name a season. A season that begins on days off is felt
# from the first business day on.
SHORTEST_RUN = timedelta(days=3)
REACH_DAYS = 3
# Logarithms of chances: one day in six lies near such a beginning, one in thirty is its first
# business day.
SPARED_NEAR, SPARED_ON_THE_DAY = 1.8, 3.3


class BusinessCalendar(Protocol):
    """What is asked of the calendar (calendar.py)."""

    def day_kinds(self, first: date, last: date) -> Ints:
        """Return the kind of each day, (days,)."""

    def same_season_days(self, first: date, last: date, years: int) -> Ints:
        """Return ordinals of the corresponding days `years` earlier, (days,)."""

    def near_anchors(self, first: date, last: date) -> Bools:
        """Return which days correspond by business days from a season of the calendar, (days,)."""

    def same_season_ends(self, first: date, last: date, years: int) -> Ints:
        """Return ordinals of the last of the earlier days of each day, (days + 1,)."""

    def add_business_days(self, day: date, count: int) -> date:
        """Return the `count`-th business day after a day, or before it when negative."""

    @property
    def season_labels(self) -> dict[str, str]:
        """Name and label (Japanese) of every season."""

    def season_runs(self, name: str, first: date, last: date) -> Sequence[tuple[date, date]]:
        """Return every occurrence of a season that touches the days from first to last."""


@dataclass(frozen=True)
class Outlook:
    """What was known on `as_of` of the year of days that begins on `first`."""

    as_of: date
    first: date
    level: Level
    past: Past
    seasons: list[Season]
    spread: float
    entries: list[Foreseen]

    def day(self, number: int) -> date:
        """Return the date of a day of the year."""
        return self.first + timedelta(days=number)


def look_ahead(
    counts: Floats, begun_on: date, calendar: BusinessCalendar, settings: SeasonSettings
) -> Outlook:
    """Return what is coming, from counts (series, days) that begin on `begun_on`.

    The last day of the counts is today; nothing later is known.
    """
    counts = np.asarray(counts, dtype=np.float64)
    as_of = begun_on + timedelta(days=counts.shape[1] - 1)
    first = as_of - timedelta(days=DAYS_BACK - 1)
    last = as_of + timedelta(days=DAYS_AHEAD)
    level = usual_level(counts, calendar.day_kinds(begun_on, as_of))
    years = range(1, settings.years + 1)
    by_calendar = np.stack([calendar.same_season_ends(first, last, back) for back in years])
    by_date = np.stack([same_date_ends(first, last, back) for back in years])
    past = Past(
        past_years(counts, level.usual, by_calendar - begun_on.toordinal()),
        past_years(counts, level.usual, by_date - begun_on.toordinal()),
    )
    prior = CalendarPrior(_spared(calendar, first, last), calendar.near_anchors(first, last))
    seasons = find_seasons(past, level.dispersion, prior, settings)
    spread = spread_of_years(seasons, level.dispersion)
    kinds = calendar.day_kinds(first, last)
    entries = foresee(past, level, seasons, kinds, settings, today=DAYS_BACK - 1, spread=spread)
    return Outlook(as_of, first, level, past, seasons, spread, entries)


def _spared(calendar: BusinessCalendar, first: date, last: date) -> Floats:
    """Return the evidence that stretches are spared which begin with a season of the calendar."""
    spared = np.zeros((last - first).days + 1)
    for name in calendar.season_labels:
        for begin, end in calendar.season_runs(name, first, last):
            number = (begin - first).days
            if end - begin >= SHORTEST_RUN:
                near = spared[max(0, number - 1) : max(0, number + REACH_DAYS + 1)]
                np.maximum(near, SPARED_NEAR, out=near)
                opened = calendar.add_business_days(begin - timedelta(days=1), 1)
                spared[max(0, (opened - first).days) :][:1] = SPARED_ON_THE_DAY
    return spared
