"""mart.theme_same_season against a slow plain-Python twin."""

from datetime import date, timedelta
from functools import cache
from math import exp, log, sqrt
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.data_files import config_folder
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.season_rows import SEASON_DAY, season_day_rows
from tests.pipelines.trends.counted_twin import calendar as periods
from tests.pipelines.trends.counted_twin import first_day, next_period
from tests.pipelines.trends.worlds import EMPTY, Heard, World, fill, one_night
from warehouse.statements import Connection, load, rows

# Around Obon of three years, and a month that is cut off at either end.
STARTS = (date(2022, 8, 10), date(2023, 8, 9), date(2024, 8, 8))
DAYS = st.builds(
    lambda start, number: start + timedelta(days=number),
    st.sampled_from(STARTS),
    st.integers(0, 30),
)
WORLDS = st.lists(
    st.builds(
        Heard,
        name=st.uuids(version=4).map(str),
        day=DAYS,
        voices=st.lists(st.sampled_from(["T0001", "T0002"]), max_size=2).map(tuple),
        is_copy=st.sampled_from([False, False, True]),
    ),
    max_size=25,
    unique_by=lambda one: one.name,
)
COLUMNS = (
    "theme_id, grain, period_on, is_complete, count_contacts, count_year_before, "
    "ratio_year_before, ratio_year_before_low, ratio_year_before_high, count_two_years_before, "
    "ratio_two_years_before, year_before_from, year_before_until"
)


@cache
def business() -> Calendar:
    return parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))


def put_season_days(con: Connection) -> None:
    [(first, last)] = rows(con, "foresee_record_days")
    made = [] if first is None else season_day_rows(business(), first, last)
    load(con, "foresee_write_season_days", pa.Table.from_pylist(made, SEASON_DAY))


def days_of(grain: str, period_on: date) -> list[date]:
    end = next_period(grain, period_on)
    return [period_on + timedelta(days=number) for number in range((end - period_on).days)]


def stretch(days: list[date], back: int) -> tuple[date, date]:
    """Return the day after that of the day before, and that of the last day."""
    before = answered(days[0] - timedelta(days=1), back)
    return before + timedelta(days=1), answered(days[-1], back)


def between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def answered(day: date, back: int) -> date:
    """Return the last earlier day that is counted when all days up to one are.

    A day off takes no business day that another day answers to.
    """
    answer = business().same_season_day(day, back)
    is_given = business().is_business_day(answer) and not business().is_business_day(day)
    if not is_given:
        return answer
    return max(answer - timedelta(days=1), answered(day - timedelta(days=1), back))


def count(world: World, theme: str, days: list[date]) -> int:
    """Count contacts of a theme on days; one day given twice counts twice."""
    heard = [one.day for one in world if theme in one.voices and not one.is_copy]
    return sum(heard.count(day) for day in days)


def twin(world: World, data_until: date) -> list[tuple[Any, ...]]:
    """Return what the mart should hold."""
    made = []
    record = periods("day", world, data_until)
    for theme in ("T0001", "T0002"):
        days_heard = [one.day for one in world if theme in one.voices]
        for grain in ("week", "month") if days_heard else ():
            for period_on in periods(grain, world, data_until):
                if period_on < first_day(grain, min(days_heard)):
                    continue
                made.append(row(world, theme, (grain, period_on), record, data_until))
    return sorted(made, key=lambda found: found[:3])


def row(
    world: World, theme: str, period: tuple[str, date], record: list[date], data_until: date
) -> tuple[Any, ...]:
    grain, period_on = period
    days = days_of(grain, period_on)
    is_complete = days[-1] <= data_until
    now = count(world, theme, days)
    # Only days on record answer to one of an earlier year: a period is cut where the record is.
    on_record = [day for day in days if record[0] <= day <= record[-1]]
    answers = [stretch(on_record, back) for back in (1, 2)]
    before = [
        count(world, theme, between(*one)) if is_complete and one[0] >= record[0] else None
        for one in answers
    ]
    ratios = [now / one if one else None for one in before]
    low = high = None
    if before[0] is not None:
        middle = log((now + 0.5) / (before[0] + 0.5))
        reach = 1.96 * sqrt(1 / (now + 0.5) + 1 / (before[0] + 0.5))
        low, high = exp(middle - reach), exp(middle + reach)
    return (
        theme, grain, period_on, is_complete, now, before[0], ratios[0], low, high, before[1],
        ratios[1], *answers[0],
    )  # fmt: skip


def rounded(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [
        tuple(round(one, 9) if isinstance(one, float) else one for one in line) for line in found
    ]


@settings(max_examples=10)
@given(world=WORLDS, as_of=DAYS)
def test_the_mart_is_what_the_slow_twin_counts(con: Connection, world: World, as_of: date) -> None:
    con.execute(EMPTY)
    fill(con, world)
    one_night(con, as_of)
    put_season_days(con)
    found = con.execute(f"select {COLUMNS} from mart.theme_same_season order by 1, 2, 3")
    data_until = as_of
    assert rounded(found.fetchall()) == rounded(twin(world, data_until))


def test_obon_is_compared_with_obon_and_an_unfinished_month_with_nothing(con: Connection) -> None:
    con.execute(EMPTY)
    # Ten calls on the first three business days after Obon of both years: other dates, same days.
    days = [date(2023, 8, 17), date(2024, 8, 19)]
    fill(
        con,
        [Heard("first", date(2022, 8, 1), None, ("T0001",))]
        + [Heard(f"{day}-{n}", day, None, ("T0001",)) for day in days for n in range(10)],
    )
    one_night(con, date(2024, 8, 26))
    put_season_days(con)
    weeks = con.execute(
        "select count_contacts, count_year_before, ratio_year_before from mart.theme_same_season "
        "where grain = 'week' and period_on = date '2024-08-19'"
    ).fetchall()
    assert weeks == [(10, 10, 1.0)]
    month = con.execute(
        "select is_complete, count_contacts, count_year_before, ratio_year_before, "
        "ratio_year_before_low from mart.theme_same_season "
        "where grain = 'month' and period_on = date '2024-08-01'"
    ).fetchall()
    assert month == [(False, 10, None, None, None)]
