"""Which days are business days, and counting in them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from holidays.countries.japan import JP

from pipelines.errors import InputError
from pipelines.trends.calendar_rules import WEEKDAYS, CalendarRules, Range

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Run = tuple[int, int]


@dataclass(frozen=True, eq=False)
class BusinessDays:
    """Business days of any year, by the rules of a calendar; days are proleptic ordinals.

    Two calendars are never the same one: identity is cheap to look up in the caches.
    """

    rules: CalendarRules

    def are_open(self, year: int) -> Flags:
        """Return whether each day of a year is a business day, shape (365 or 366,)."""
        return _are_open(self, year)

    def of_years(self, first_year: int, last_year: int) -> Ints:
        """Return the business days of some years, in order; raises when a year has none."""
        return np.concatenate([_open_days(self, y) for y in range(first_year, last_year + 1)])

    def is_open(self, day: int) -> bool:
        """Return whether a day is a business day."""
        year = date.fromordinal(day).year
        return bool(_are_open(self, year)[day - new_year(year)])

    def add(self, day: int, count: int) -> int:
        """Return the `count`-th business day after `day`, or before it when negative.

        With 0 it is the day itself, or the business day before it.
        """
        year = date.fromordinal(day).year
        open_days = _open_days(self, year)
        index = int(np.searchsorted(open_days, day, "right")) - 1 + count
        if count < 0 and not self.is_open(day):
            index += 1
        while index < 0:
            year -= 1
            open_days = _open_days(self, year)
            index += len(open_days)
        while index >= len(open_days):
            index -= len(open_days)
            year += 1
            open_days = _open_days(self, year)
        return int(open_days[index])

    def moved(self, day: int, moved: str) -> int:
        """Return the day, or when it is a day off the business day `before` or `after` it."""
        if moved == "none" or self.is_open(day):
            return day
        return self.add(day, 1 if moved == "after" else 0)

    def run_on(self, first: int, last: int) -> Run:
        """Return a range together with the days off that touch it."""
        while not self.is_open(first - 1):
            first -= 1
        while not self.is_open(last + 1):
            last += 1
        return first, last


def new_year(year: int) -> int:
    """Return the ordinal of the first of January."""
    return date(year, 1, 1).toordinal()


def count_days(year: int) -> int:
    """Return the number of days of a year."""
    return new_year(year + 1) - new_year(year)


@lru_cache(maxsize=1024)
def public_holidays(year: int) -> Flags:
    """Return whether each day of a year is a public or substitute holiday in Japan."""
    flags = np.zeros(count_days(year), bool)
    for day in JP(years=year):
        flags[day.toordinal() - new_year(year)] = True
    return flags


@lru_cache(maxsize=1024)
def _are_open(business: BusinessDays, year: int) -> Flags:
    rules, start = business.rules, new_year(year)
    length = count_days(year)
    weekday = (start - 1 + np.arange(length)) % 7
    is_off = np.isin(weekday, [WEEKDAYS.index(name) for name in rules.weekly_days_off])
    if rules.are_holidays_off:
        is_off |= public_holidays(year)
    for begun in (year - 1, year):
        for first, last in _ranges_off(rules, begun):
            is_off[max(0, first - start) : max(0, last - start + 1)] = True
    for days, value in ((rules.days_off, True), (rules.days_open, False)):
        is_off[[day.toordinal() - start for day in days if day.year == year]] = value
    return ~is_off


@lru_cache(maxsize=1024)
def _open_days(business: BusinessDays, year: int) -> Ints:
    days = new_year(year) + np.flatnonzero(_are_open(business, year))
    if not len(days):
        raise InputError("calendar_no_business_day", file="calendar.toml", year=year)
    return days


def _ranges_off(rules: CalendarRules, year: int) -> list[Run]:
    names = dict.fromkeys(entry.name for entry in rules.range)
    entries = [range_entry(rules, name, year) for name in names]
    return [run_of(entry, year) for entry in entries if entry is not None and entry.is_day_off]


def range_entry(rules: CalendarRules, name: str, year: int) -> Range | None:
    """Return what a range is in a year: an entry of that year stands for the yearly one."""
    entries = [entry for entry in rules.range if entry.name == name]
    dated = next((entry for entry in entries if entry.dated_year == year), None)
    return dated or next((entry for entry in entries if entry.dated_year is None), None)


def run_of(entry: Range, year: int) -> Run:
    """Return first and last day of the range that begins in a year."""
    first, last = entry.bounds(year)
    return first.toordinal(), last.toordinal()
