"""Which day of an earlier year a day answers to."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pipelines.trends.calendar import Calendar, parse_calendar

SHIPPED = (Path(__file__).parents[3] / "config" / "calendar.toml").read_text("utf-8")
# Without anything aligned, only weekdays answer to each other.
WEEKDAYS_ONLY = "aligned_business_days = 0"


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return parse_calendar(SHIPPED)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ((2026, 8, 13), (2025, 8, 13)),  # Obon answers to Obon, whatever the weekday
        ((2026, 8, 17), (2025, 8, 18)),  # first business day after it
        ((2026, 8, 28), (2025, 8, 29)),  # tenth
        ((2026, 8, 31), (2025, 9, 1)),  # beyond: Monday to Monday
        ((2026, 8, 7), (2025, 8, 7)),  # third last business day before it
        ((2026, 1, 5), (2025, 1, 6)),  # first business day of the year
        ((2025, 12, 26), (2024, 12, 27)),  # last business day of the year
        ((2024, 4, 1), (2023, 4, 3)),  # first business day of the fiscal year
        ((2024, 3, 29), (2023, 3, 31)),  # last one
        ((2026, 6, 10), (2025, 6, 11)),  # Wednesday to Wednesday
    ],
)
def test_days_that_answer_to_each_other(
    calendar: Calendar, day: tuple[int, int, int], answer: tuple[int, int, int]
) -> None:
    assert calendar.same_season_day(date(*day), 1) == date(*answer)


def test_two_years_back_is_aligned_too(calendar: Calendar) -> None:
    assert calendar.same_season_day(date(2026, 8, 17), 2) == date(2024, 8, 19)
    assert calendar.same_season_day(date(2026, 6, 10), 2) == date(2024, 6, 12)


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_later_day_never_answers_to_an_earlier_one(calendar: Calendar, years: int) -> None:
    answers = calendar.same_season_days(date(2005, 1, 1), date(2035, 12, 31), years)
    assert (np.diff(answers) >= 0).all()


@pytest.mark.parametrize("years", [1, 2, 3])
def test_the_answer_lies_about_as_many_years_back(calendar: Calendar, years: int) -> None:
    first, last = date(2005, 1, 1), date(2035, 12, 31)
    days = np.arange(first.toordinal(), last.toordinal() + 1)
    back = days - calendar.same_season_days(first, last, years)
    assert np.abs(back - 365.25 * years).max() < 9


@pytest.mark.parametrize("name", ["obon", "year_end", "fiscal_year"])
def test_business_days_near_a_season_answer_by_counting(calendar: Calendar, name: str) -> None:
    """The twin counts on fingers: n-th business day before and after, in each of 20 years."""
    for year in range(2008, 2028):
        [now] = [r for r in calendar.season_runs(name, *whole(year)) if r.first.year == year]
        [then] = [r for r in calendar.season_runs(name, *whole(year - 1)) if r.first.year < year][
            -1:
        ]
        for count in range(1, 8):
            after = calendar.add_business_days(now.last, count)
            assert calendar.same_season_day(after, 1) == calendar.add_business_days(
                then.last, count
            )
            before = calendar.add_business_days(now.first, -count)
            assert calendar.same_season_day(before, 1) == calendar.add_business_days(
                then.first, -count
            )


def whole(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def test_many_days_at_once_are_each_day_alone(calendar: Calendar) -> None:
    first, last = date(2023, 11, 1), date(2025, 2, 1)
    answers = calendar.same_season_days(first, last, 1)
    for number, answer in enumerate(answers):
        day = first + timedelta(days=number)
        assert calendar.same_season_day(day, 1) == date.fromordinal(int(answer))


def test_a_season_that_a_year_has_not_got_is_not_aligned() -> None:
    """A gap in the calendar (a break entered for 2026 only): the same weekday answers."""
    gap = (
        '[[range]]\nname = "own"\nlabel = "休み"\nfirst = "2026-08-03"\nlast = "2026-08-07"\n'
        "is_day_off = true\nis_aligned = true\n"
    )
    day = date(2026, 8, 10)
    assert parse_calendar(gap).same_season_day(day, 1) == date(2025, 8, 11)
    entered = gap + gap.replace("2026-08-03", "2025-07-28").replace("2026-08-07", "2025-08-01")
    assert parse_calendar(entered).same_season_day(day, 1) == date(2025, 8, 4)


def test_the_leap_day_answers_to_a_day() -> None:
    plain = parse_calendar(WEEKDAYS_ONLY)
    assert plain.same_season_day(date(2024, 2, 29), 1) == date(2023, 3, 2)


@pytest.mark.parametrize("years", [1, 2])
def test_the_days_of_a_record_are_shared_out_once(calendar: Calendar, years: int) -> None:
    """Whatever days are asked for, each has the same earlier days; a day off no business day."""
    first, last = date(2022, 7, 1), date(2026, 6, 30)
    ends = calendar.same_season_ends(first, last, years)
    assert (np.diff(ends) >= 0).all()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        alone = calendar.same_season_ends(day, day, years)
        assert list(alone) == [ends[number], ends[number + 1]]


def test_a_weekend_takes_no_business_day_from_those_that_count(calendar: Calendar) -> None:
    """August 6 to 10, 2026: Thursday, Friday, a weekend, Monday; their weekend of 2025 is later."""
    ends = calendar.same_season_ends(date(2026, 8, 6), date(2026, 8, 10), 1)
    assert [date.fromordinal(int(end)).day for end in ends] == [5, 6, 7, 7, 7, 8]


def test_days_near_an_anchor_are_those_counted_from_it(calendar: Calendar) -> None:
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    near = calendar.near_anchors(first, last)
    days = [first + timedelta(days=number) for number in np.flatnonzero(near).tolist()]
    # Ten business days to both sides of Obon; Mountain Day is none.
    assert (days[0], days[-1]) == (date(2026, 7, 29), date(2026, 8, 28))
    assert len(days) == (days[-1] - days[0]).days + 1
