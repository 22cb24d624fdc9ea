"""When reviews are due: the first business day by the home's calendar, and none is forgotten."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from prefect.server.schemas.schedules import RRuleSchedule

from flows.data_files import config_folder
from flows.due_review import PAGE, coming_moments, due_at, missing_months, month_after
from flows.home import Home, init_home
from flows.timetable import on_moments, timetable
from pipelines.review import review_room
from pipelines.review.frozen import FROZEN
from pipelines.trends.calendar import parse_calendar
from tests.pipelines.review.small_home import Call, publish

CALENDAR = parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))
SEVEN = time(7, 0)
# The published file of `home` knows 2024-01-15 to 2024-03-31.
AFTER_DUE = datetime(2024, 3, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home, _ = init_home(tmp_path / "home")
    publish(home.folder, [Call("a", "2024-01-15"), Call("b", "2024-03-30")])
    return home


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (date(2026, 10, 1), "2026-11-02"),  # the 1st is a Sunday
        (date(2026, 11, 1), "2026-12-01"),
        (date(2026, 12, 1), "2027-01-04"),  # after the days off of the new year
        (date(2027, 4, 1), "2027-05-06"),  # after a weekend and three holidays
        (date(2027, 7, 1), "2027-08-02"),
    ],
)
def test_a_review_is_due_on_the_first_business_day_after_its_month(month: date, day: str) -> None:
    assert due_at(CALENDAR, SEVEN, month).isoformat() == f"{day}T07:00:00+09:00"


def test_the_page_looked_for_is_the_one_that_is_written() -> None:
    assert PAGE == review_room.PAGE


def test_months_are_counted_over_the_year() -> None:
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert month_after(date(2026, 1, 1), -13) == date(2024, 12, 1)


def _written(home: Home, month: str, *names: str) -> None:
    folder = home.folder / "reports" / month
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()


def test_a_home_without_reviews_gets_the_newest_one_as_soon_as_it_is_due(home: Home) -> None:
    assert missing_months(home, AFTER_DUE) == [date(2024, 3, 1)]
    # 2024-04-01 is a Monday; at six in the morning in Japan the review of March is not due.
    before = datetime(2024, 3, 31, 21, 0, tzinfo=UTC)
    assert missing_months(home, before) == [date(2024, 2, 1)]


def test_months_that_were_missed_are_written_and_no_month_twice(home: Home) -> None:
    _written(home, "2024-01", PAGE, FROZEN)
    assert missing_months(home, AFTER_DUE) == [date(2024, 2, 1), date(2024, 3, 1)]
    _written(home, "2024-03", PAGE, FROZEN)
    assert missing_months(home, AFTER_DUE) == []


@pytest.mark.parametrize("names", [(PAGE,), (FROZEN,)])
def test_a_page_of_an_unfinished_month_and_one_that_was_cut_off_are_written(
    home: Home, names: tuple[str, ...]
) -> None:
    _written(home, "2024-03", *names)
    assert missing_months(home, AFTER_DUE) == [date(2024, 3, 1)]


def test_a_month_waits_for_the_night_that_closes_it(home: Home) -> None:
    _written(home, "2024-03", PAGE, FROZEN)
    assert missing_months(home, datetime(2024, 5, 10, tzinfo=UTC)) == []


def test_nothing_is_missing_where_nothing_is_published(tmp_path: Path) -> None:
    home, _ = init_home(tmp_path / "home")
    assert missing_months(home, AFTER_DUE) == []


def test_prefect_shows_the_next_reviews_as_their_dates(home: Home) -> None:
    moments = coming_moments(home, datetime(2026, 11, 22, tzinfo=UTC))
    assert len(moments) == 36
    asked = on_moments(moments)
    schedule = RRuleSchedule(rrule=asked.rrule, timezone=asked.timezone)
    dates = asyncio.run(schedule.get_dates(3, start=datetime(2026, 11, 22, tzinfo=UTC)))
    assert [f"{one:%Y-%m-%d %H:%M}" for one in dates] == [
        "2026-12-01 07:00", "2027-01-04 07:00", "2027-02-01 07:00",
    ]  # fmt: skip
    # The day of this month stands there too, for a server that was started on it.
    assert f"{moments[0]:%Y-%m-%d}" == "2026-11-02"


def test_every_flow_is_scheduled_in_japan_and_takes_turns(home: Home) -> None:
    later = home.settings.schedule.model_copy(update={"monthly_at": "08:30"})
    settings = home.settings.model_copy(update={"schedule": later})
    now = datetime(2026, 11, 22, tzinfo=UTC)
    found = asyncio.run(timetable(replace(home, settings=settings), "5 1 * * *", now))

    assert [(one.flow_name, one.name) for one in found] == [
        ("nightly", "every-night"), ("rediscover", "every-week"), ("monthly review", "every-month"),
    ]  # fmt: skip
    schedules = [one.schedules[0].schedule for one in found if one.schedules]
    assert [schedule.timezone for schedule in schedules] == ["Asia/Tokyo"] * 3
    assert "20261201T083000" in schedules[2].rrule
    assert {one.concurrency_options.collision_strategy.value for one in found} == {"ENQUEUE"}
    assert [one.concurrency_limit for one in found] == [1, 1, 1]
    assert found[2].parameters == {"home": str(home.folder), "only_when_due": True}
