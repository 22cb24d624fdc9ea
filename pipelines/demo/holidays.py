"""Days on which a Japanese contact centre is quiet, by rule, for any year of a plan."""

from datetime import date, timedelta
from functools import lru_cache

FIXED_HOLIDAYS = (
    (1, 1),
    (2, 11),
    (2, 23),
    (4, 29),
    (5, 3),
    (5, 4),
    (5, 5),
    (8, 11),
    (11, 3),
    (11, 23),
)
MONDAY_HOLIDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))


def is_public_holiday(day: date) -> bool:
    """Whether `day` is a public holiday or a substitute holiday in Japan (law as of 2020)."""
    return day in _holidays_of_year(day.year)


def quietness(day: date) -> float:
    """Factor (0..1) on the volume of a day: 1 on working days, least in the year-end break."""
    if (day.month, day.day) in ((12, 31), (1, 1), (1, 2), (1, 3)):
        return 0.2
    if (day.month, day.day) in ((12, 29), (12, 30)) or _is_obon(day):
        return 0.55
    if is_public_holiday(day) or day.weekday() == 6:
        return 0.45
    return 0.65 if day.weekday() == 5 else 1.0


def _is_obon(day: date) -> bool:
    return day.month == 8 and 13 <= day.day <= 16


@lru_cache(maxsize=64)
def _holidays_of_year(year: int) -> frozenset[date]:
    days = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    days |= {_nth_monday(year, month, nth) for month, nth in MONDAY_HOLIDAYS}
    days |= {date(year, 3, _equinox(year, 20.8431)), date(year, 9, _equinox(year, 23.2488))}
    return frozenset(days | {_substitute(day, days) for day in days if day.weekday() == 6})


def _nth_monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1))


def _equinox(year: int, offset: float) -> int:
    # The usual approximation of the astronomical almanac, right for 1980-2099.
    return int(offset + 0.242194 * (year - 1980) - (year - 1980) // 4)


def _substitute(sunday: date, days: set[date]) -> date:
    day = sunday + timedelta(days=1)
    while day in days:
        day += timedelta(days=1)
    return day
