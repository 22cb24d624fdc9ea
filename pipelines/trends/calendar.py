"""The business calendar: what a day is, which seasons hold on it, what it answers to."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from typing import NamedTuple

import numpy as np

from pipelines.trends.business_days import (
    BusinessDays,
    Flags,
    Ints,
    count_days,
    new_year,
    public_holidays,
    range_entry,
    run_of,
)
from pipelines.trends.calendar_rules import WEEKDAYS, CalendarRules, parse_rules
from pipelines.trends.same_season import same_season_of_year
from pipelines.trends.season_days import runs_of_season, season_flags

# Numbers of day_kinds; 0 to 6 are plain days from Monday to Sunday.
KIND_NAMES = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "holiday",
    "obon",
    "year_end",
    "after_days_off",
    "new_year",
)
HOLIDAY, AFTER_DAYS_OFF = KIND_NAMES.index("holiday"), KIND_NAMES.index("after_days_off")
SATURDAY = KIND_NAMES.index("saturday")


class SeasonRun(NamedTuple):
    """One occurrence of a season."""

    first: date
    last: date


@dataclass(frozen=True, eq=False)
class Calendar:
    """The calendar of one company, from `parse_calendar`; any year from 1955 to 2099."""

    business: BusinessDays

    @property
    def rules(self) -> CalendarRules:
        """What it was made of."""
        return self.business.rules

    @property
    def season_labels(self) -> dict[str, str]:
        """Name and label (Japanese) of every season, in the order of the file."""
        return self.rules.labels

    def is_business_day(self, day: date) -> bool:
        """Return whether a day is a business day."""
        return self.business.is_open(day.toordinal())

    def add_business_days(self, day: date, count: int) -> date:
        """Return the `count`-th business day after a day, or before it when negative.

        With 0 it is the day itself, or the business day before it.
        """
        return date.fromordinal(self.business.add(day.toordinal(), count))

    def day_kinds(self, first: date, last: date) -> Ints:
        """Return the kind of each day, shape (days,): its place in KIND_NAMES.

        What the file gives a kind of its own comes before public holidays and company days off on
        a weekday, these before the first business day after a long break.
        """
        return _by_year(partial(_kinds_of_year, self.business), first, last)

    def is_holiday(self, day: date) -> bool:
        """Return whether a day is a public holiday or a substitute for one."""
        return bool(public_holidays(day.year)[day.toordinal() - new_year(day.year)])

    def seasons_of(self, day: date) -> tuple[str, ...]:
        """Return the names of the seasons that hold on a day, in the order of the file."""
        holds = season_flags(self.business, day.year)[:, day.toordinal() - new_year(day.year)]
        names = zip(self.rules.labels, holds, strict=True)
        return tuple(name for name, is_held in names if is_held)

    def near_anchors(self, first: date, last: date) -> Flags:
        """Return which days answer to others by business days from a season, shape (days,)."""
        near, reach = np.zeros((last - first).days + 1, bool), self.rules.aligned_business_days
        far = timedelta(days=5 * reach)
        for name in self.rules.aligned:
            for begin, end in self.season_runs(name, first - far, last + far):
                from_on = (self.add_business_days(begin, -reach) - first).days
                until_on = (self.add_business_days(end, reach) - first).days
                near[max(0, from_on) : max(0, until_on + 1)] = True
        return near

    def season_days(self, first: date, last: date) -> Flags:
        """Return which seasons hold, shape (seasons, days), rows in order of `season_labels`."""
        return _by_year(partial(season_flags, self.business), first, last)

    def season_runs(self, name: str, first: date, last: date) -> tuple[SeasonRun, ...]:
        """Return every occurrence of a season that touches the days from first to last, in order.

        Raises KeyError for a season that the file does not know.
        """
        if name not in self.rules.labels:
            raise KeyError(name)
        years = range(first.year - 1, last.year + 2)
        runs = sorted(run for year in years for run in runs_of_season(self.business, name, year))
        found = [SeasonRun(date.fromordinal(start), date.fromordinal(end)) for start, end in runs]
        return tuple(run for run in found if run.first <= last and run.last >= first)

    def same_season_day(self, day: date, years: int) -> date:
        """Return the day `years` (1 or more) earlier that a day answers to; never falls with it.

        Near an aligned season it lies as many business days from it, elsewhere it is the same
        weekday nearest the same date.
        """
        of_year = same_season_of_year(self.business, day.year, years)
        return date.fromordinal(int(of_year[day.toordinal() - new_year(day.year)]))

    def same_season_days(self, first: date, last: date, years: int) -> Ints:
        """Return `same_season_day` of each day as ordinals (date.toordinal), shape (days,)."""
        same_season = partial(same_season_of_year, self.business, years=years)
        return _by_year(same_season, first, last)

    def same_season_ends(self, first: date, last: date, years: int) -> Ints:
        """Return ordinals, shape (days + 1,): a day has the earlier days from one end to the next.

        The ends never fall, so that no earlier day is counted twice and none is left out: a day off
        that answers to a business day which others answer to has none of its own.
        """
        # A running maximum forgets where it began within two weeks of days off.
        begun = first - timedelta(days=15)
        answers = self.same_season_days(begun, last, years)
        are_open = partial(self.business.are_open)
        is_off = ~_by_year(are_open, begun, last)
        then = date.fromordinal(int(answers[0])), date.fromordinal(int(answers[-1]))
        is_open_then = _by_year(are_open, *then)[answers - answers[0]]
        ends = np.maximum.accumulate(answers - (is_off & is_open_then))
        return np.asarray(ends[14:])


@cache
def parse_calendar(toml_text: str, name: str = "calendar.toml") -> Calendar:
    """Read a calendar from TOML text; raises InputError naming the file and the place."""
    business = BusinessDays(parse_rules(toml_text, name))
    # A calendar that never opens would be counted through for ever.
    business.of_years(2024, 2024)
    return Calendar(business)


def _by_year(of_year: "partial[np.ndarray]", first: date, last: date) -> np.ndarray:
    """Join what is known by year (last axis: days) and cut it to the days asked for."""
    whole = np.concatenate([of_year(y) for y in range(first.year, last.year + 1)], axis=-1)
    start = first.toordinal() - new_year(first.year)
    return whole[..., start : start + (last - first).days + 1]


@lru_cache(maxsize=256)
def _kinds_of_year(business: BusinessDays, year: int) -> Ints:
    weekday = _weekdays(year)
    kinds, own = weekday.copy(), _own_kinds(business, year)
    is_off = public_holidays(year) | ~business.are_open(year)
    off_by_week = [WEEKDAYS.index(name) for name in business.rules.weekly_days_off]
    kinds[is_off & (weekday < SATURDAY) & ~np.isin(weekday, off_by_week)] = HOLIDAY
    is_plain_open = business.are_open(year) & (kinds != HOLIDAY)
    kinds[_ends_long_break(business, year) & is_plain_open] = AFTER_DAYS_OFF
    return np.where(own >= 0, own, kinds)


def _weekdays(year: int) -> Ints:
    return (new_year(year) - 1 + np.arange(count_days(year))) % 7


@lru_cache(maxsize=256)
def _own_kinds(business: BusinessDays, year: int) -> Ints:
    """Kinds that ranges of the file give to days, -1 where none; the last in the file holds."""
    own, start = np.full(count_days(year), -1), new_year(year)
    for name in dict.fromkeys(entry.name for entry in business.rules.range):
        for begun in (year - 1, year):
            entry = range_entry(business.rules, name, begun)
            if entry is not None and entry.day_kind is not None:
                first, last = run_of(entry, begun)
                span = slice(max(0, first - start), max(0, last - start + 1))
                own[span] = KIND_NAMES.index(entry.day_kind)
    return own


def _ends_long_break(business: BusinessDays, year: int) -> Flags:
    """Whether a day follows at least `long_break_days` days off in a row."""
    years = (year - 1, year)
    is_rest = np.concatenate(
        [~business.are_open(y) | (_own_kinds(business, y) >= 0) for y in years]
    )
    long_break = np.ones(business.rules.long_break_days, np.int64)
    rests_before = np.convolve(is_rest, long_break)[: len(is_rest)]
    follows = np.concatenate([[False], rests_before[:-1] == len(long_break)])
    return follows[count_days(year - 1) :]
