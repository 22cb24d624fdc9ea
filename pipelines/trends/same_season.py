"""Which day of an earlier year a day answers to: Obon moves with the weekends around it.

Near a season that is aligned (Obon, year end, Golden Week, fiscal year) a day answers to the day
that lies as many business days from it; elsewhere to the same weekday nearest the same date.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipelines.trends.business_days import BusinessDays, Ints, Run, count_days, new_year
from pipelines.trends.season_days import runs_of_season

# A day never answers to an earlier one than the days before it do; two months back is far beyond
# the farthest that two rules differ, so that the years fit together.
_BEFORE = 61
_FAR = 10_000


class _Pair(NamedTuple):
    now: Run
    then: Run


@lru_cache(maxsize=256)
def same_season_of_year(business: BusinessDays, year: int, years: int) -> Ints:
    """Return for each day of a year the ordinal of the day `years` earlier that it answers to.

    The result never falls within a year nor from one year to the next.
    """
    days = np.arange(new_year(year) - _BEFORE, new_year(year) + count_days(year))
    answer, nearest = _same_weekday(days, years), np.full(len(days), _FAR)
    open_days = business.of_years(year - years - 2, year + 2)
    for pair in _pairs(business, year, years):
        answer_of_pair, distance = _aligned(days, pair, open_days)
        is_nearer = (distance < nearest) & (distance <= business.rules.aligned_business_days)
        answer = np.where(is_nearer, answer_of_pair, answer)
        nearest = np.where(is_nearer, distance, nearest)
    return np.maximum.accumulate(answer)[_BEFORE:]


def _same_weekday(days: Ints, years: int) -> Ints:
    same_date = np.array([_years_before(date.fromordinal(int(day)), years) for day in days])
    return days - 7 * np.rint((days - same_date) / 7).astype(np.int64)


def same_date_ends(first: date, last: date, years: int) -> Ints:
    """Return ordinals, shape (days + 1,): of the same dates, as `Calendar.same_season_ends`."""
    days = range(first.toordinal() - 1, last.toordinal() + 1)
    return np.array([_years_before(date.fromordinal(day), years) for day in days])


def _years_before(day: date, years: int) -> int:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap_day else day.day).toordinal()


def _pairs(business: BusinessDays, year: int, years: int) -> list[_Pair]:
    # A season that an earlier year has not got cannot be answered to; the weekday can.
    return [
        _Pair(now, then)
        for begun in (year - 1, year, year + 1)
        for name in business.rules.aligned
        for now in runs_of_season(business, name, begun)
        for then in runs_of_season(business, name, begun - years)
    ]


def _aligned(days: Ints, pair: _Pair, open_days: Ints) -> tuple[Ints, Ints]:
    """Return the days answered to, and the distance in business days (0 inside the season)."""
    (first, last), (then_first, then_last) = pair
    stretch = (then_last - then_first) / max(1, last - first)
    inside = then_first + np.rint((days - first) * stretch).astype(np.int64)
    after, count_after = _beyond(days, last, then_last, open_days)
    # Before a season everything is the same with time turned round.
    before, count_before = _beyond(-days, -first, -then_first, -open_days[::-1])
    answer = np.where(days > last, after, np.where(days < first, -before, inside))
    distance = np.where(days > last, count_after, np.where(days < first, count_before, 0))
    return answer, distance


def _beyond(days: Ints, last: int, then_last: int, open_days: Ints) -> tuple[Ints, Ints]:
    """Map days behind a season: as many business days from its end, then as many days off."""
    begin, then_begin = np.searchsorted(open_days, [last, then_last], "right")
    count = np.searchsorted(open_days, days, "right") - begin
    # Farther than any rule may reach; only keeps the look-ups within the years.
    count = np.clip(count, 0, 120)
    beyond = np.where(count > 0, open_days[begin + count - 1], last)
    then = np.where(count > 0, open_days[then_begin + count - 1], then_last)
    days_off = open_days[then_begin + count] - then - 1
    return then + np.minimum(np.maximum(days - beyond, 0), days_off), count
