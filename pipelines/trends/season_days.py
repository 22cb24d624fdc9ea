"""When each season of the calendar falls in a year."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

import numpy as np

from pipelines.trends.business_days import (
    BusinessDays,
    Flags,
    Run,
    count_days,
    new_year,
    range_entry,
    run_of,
)
from pipelines.trends.calendar_rules import LongestRun, MonthDay, Near, Range, YearDay, day_of_year

_Entry = Range | LongestRun | YearDay | MonthDay | Near


@lru_cache(maxsize=4096)
def runs_of_season(business: BusinessDays, name: str, year: int) -> tuple[Run, ...]:
    """Return first and last day of a season where it begins in a year; none where it has none.

    A season counted from another one belongs to the year of that one.
    """
    return tuple(_runs(business, _entry(business, name), year))


def _entry(business: BusinessDays, name: str) -> _Entry:
    rules = business.rules
    entries: tuple[_Entry, ...] = (
        *rules.range, *rules.longest_run, *rules.year_day, *rules.month_day, *rules.near
    )  # fmt: skip
    return next(entry for entry in entries if entry.name == name)


def _runs(business: BusinessDays, entry: _Entry, year: int) -> list[Run]:
    if isinstance(entry, Range):
        return _ranges(business, entry.name, year)
    if isinstance(entry, LongestRun):
        return _longest_run(business, entry, year)
    if isinstance(entry, YearDay):
        day = business.moved(day_of_year(entry.day, year).toordinal(), entry.moved)
        return [(day, day)]
    if isinstance(entry, MonthDay):
        return _month_days(business, entry, year)
    return [_near(business, entry, run) for run in runs_of_season(business, entry.anchor, year)]


def _ranges(business: BusinessDays, name: str, year: int) -> list[Run]:
    entry = range_entry(business.rules, name, year)
    if entry is None:
        return []
    run = run_of(entry, year)
    return [business.run_on(*run) if entry.runs_on else run]


def _longest_run(business: BusinessDays, entry: LongestRun, year: int) -> list[Run]:
    begin = date(year, entry.month, 1).toordinal()
    days = range(begin, begin + monthrange(year, entry.month)[1])
    starts = [day for day in days if not business.is_open(day) and business.is_open(day - 1)]
    runs = [business.run_on(day, day) for day in starts]
    long_enough = [run for run in runs if run[1] - run[0] + 1 >= entry.shortest_days]
    return sorted(long_enough, key=lambda run: run[0] - run[1])[:1]


def _month_days(business: BusinessDays, entry: MonthDay, year: int) -> list[Run]:
    days = {
        business.moved(date(year, month, min(day, length)).toordinal(), entry.moved)
        for month in range(1, 13)
        for length in (monthrange(year, month)[1],)
        for day in entry.days
    }
    return [(day, day) for day in sorted(days)]


def _near(business: BusinessDays, entry: Near, anchor: Run) -> Run:
    first, last = anchor
    near, far = entry.from_business_day, entry.to_business_day
    if entry.after is not None:
        return (business.add(last, near) if near else last + 1), business.add(last, far)
    return business.add(first, -far), (business.add(first, -near) if near else first - 1)


@lru_cache(maxsize=256)
def season_flags(business: BusinessDays, year: int) -> Flags:
    """Return which seasons hold on each day of a year, shape (seasons, days of the year)."""
    names, start, length = tuple(business.rules.labels), new_year(year), count_days(year)
    flags = np.zeros((len(names), length), bool)
    for row, name in enumerate(names):
        for begun in (year - 1, year, year + 1):
            for first, last in runs_of_season(business, name, begun):
                flags[row, max(0, first - start) : max(0, last - start + 1)] = True
    return flags
