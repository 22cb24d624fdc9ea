"""The business calendar: kinds of days, seasons, counting, and what a file may say wrongly."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.trends.calendar import KIND_NAMES, Calendar, parse_calendar

SHIPPED = (Path(__file__).parents[3] / "config" / "calendar.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return parse_calendar(SHIPPED)


def kinds(calendar: Calendar, first: date, last: date) -> list[str]:
    return [KIND_NAMES[kind] for kind in calendar.day_kinds(first, last)]


def runs(calendar: Calendar, name: str, year: int) -> list[tuple[str, str]]:
    found = calendar.season_runs(name, date(year, 1, 1), date(year, 12, 31))
    return [(f"{run.first:%m-%d}", f"{run.last:%m-%d}") for run in found]


def holidays(calendar: Calendar, year: int) -> list[str]:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    return [f"{day:%m-%d}" for day in days if calendar.is_holiday(day)]


def test_holidays_of_2026_as_the_cabinet_office_lists_them(calendar: Calendar) -> None:
    assert holidays(calendar, 2026) == [
        "01-01", "01-12", "02-11", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06",
        "07-20", "08-11", "09-21", "09-22", "09-23", "10-12", "11-03", "11-23",
    ]  # fmt: skip


def test_holidays_that_were_moved_or_given_for_one_year(calendar: Calendar) -> None:
    assert {"04-30", "05-01", "05-02", "10-22"} <= set(holidays(calendar, 2019))
    assert {"07-22", "07-23", "08-08", "08-09"} <= set(holidays(calendar, 2021))
    assert not {"07-19", "08-11", "10-11"} & set(holidays(calendar, 2021))


def test_kinds_of_days_over_a_year_end(calendar: Calendar) -> None:
    assert kinds(calendar, date(2025, 12, 26), date(2026, 1, 6)) == [
        "friday", "saturday", "sunday", "year_end", "year_end", "new_year", "new_year",
        "new_year", "new_year", "sunday", "after_days_off", "tuesday",
    ]  # fmt: skip


def test_kinds_of_days_around_obon_and_a_long_weekend(calendar: Calendar) -> None:
    assert kinds(calendar, date(2025, 8, 8), date(2025, 8, 19)) == [
        "friday", "saturday", "sunday", "holiday", "after_days_off", "obon", "obon", "obon",
        "obon", "sunday", "after_days_off", "tuesday",
    ]  # fmt: skip


def test_kinds_are_the_same_however_they_are_asked_for(calendar: Calendar) -> None:
    first, last = date(2023, 12, 1), date(2025, 2, 1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert kinds(calendar, first, last) == [kinds(calendar, day, day)[0] for day in days]


def test_seasons_that_move(calendar: Calendar) -> None:
    assert runs(calendar, "golden_week", 2024) == [("04-27", "05-06")]
    assert runs(calendar, "golden_week", 2027) == [("04-29", "05-05")]
    assert runs(calendar, "silver_week", 2026) == [("09-19", "09-23")]
    assert runs(calendar, "silver_week", 2024) == [("09-14", "09-16")]
    assert runs(calendar, "fiscal_year", 2028) == [("04-03", "04-03")]
    assert runs(calendar, "year_end", 2026) == [("12-29", "01-03"), ("12-29", "01-03")]


def test_pay_days_and_closings_move_before_days_off(calendar: Calendar) -> None:
    assert [first for first, _ in runs(calendar, "pay_day", 2026)] == [
        "01-23", "02-25", "03-25", "04-24", "05-25", "06-25",
        "07-24", "08-25", "09-25", "10-23", "11-25", "12-25",
    ]  # fmt: skip
    assert runs(calendar, "month_end", 2026)[1] == ("02-27", "02-27")
    assert runs(calendar, "month_end", 2026)[11] == ("12-28", "12-28")
    # February has no 30th: its last day stands for it.
    assert ("02-27", "02-27") in runs(calendar, "five_ten_day", 2026)


def test_ten_business_days_after_obon(calendar: Calendar) -> None:
    assert runs(calendar, "after_obon", 2026) == [("08-17", "08-28")]
    assert runs(calendar, "after_obon", 2025) == [("08-17", "08-29")]
    assert runs(calendar, "before_year_end", 2026) == [("12-15", "12-28")]
    assert calendar.seasons_of(date(2025, 8, 29)) == ("five_ten_day", "month_end", "after_obon")


def test_season_days_are_seasons_of_each_day(calendar: Calendar) -> None:
    first, last = date(2025, 12, 20), date(2026, 1, 20)
    flags, names = calendar.season_days(first, last), list(calendar.season_labels)
    for number in range((last - first).days + 1):
        held = tuple(name for name, flag in zip(names, flags[:, number], strict=True) if flag)
        assert held == calendar.seasons_of(first + timedelta(days=number))


def slow_add(calendar: Calendar, day: date, count: int) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    while count == 0 and not calendar.is_business_day(day):
        day += step
    for _ in range(abs(count)):
        day += step
        while not calendar.is_business_day(day):
            day += step
    return day


@pytest.mark.parametrize("count", [-300, -11, -1, 0, 1, 2, 11, 300])
def test_adding_business_days_as_one_counts_on_fingers(calendar: Calendar, count: int) -> None:
    for number in range(30):
        day = date(2025, 12, 20) + timedelta(days=number)
        assert calendar.add_business_days(day, count) == slow_add(calendar, day, count)


OWN = """
weekly_days_off = ["sunday"]
days_off = [2026-06-15]
days_open = [2026-06-14]
[[range]]
name = "break"
label = "夏季休業"
first = "08-10"
last = "08-14"
is_day_off = true
[[range]]
name = "break"
label = "夏季休業"
first = "2026-08-06"
last = "2026-08-08"
is_day_off = true
[[near]]
name = "after_break"
label = "休み明け"
after = "break"
from_business_day = 1
to_business_day = 2
"""


def test_a_company_has_its_own_days_off() -> None:
    own = parse_calendar(OWN)
    days = [date(2026, 6, 13) + timedelta(days=n) for n in range(3)]
    assert [own.is_business_day(day) for day in days] == [True, True, False]
    assert runs(own, "break", 2025) == [("08-10", "08-14")]
    assert runs(own, "break", 2026) == [("08-06", "08-08")]
    # In 2026 the break of that year stands for the yearly one: the 10th is worked.
    assert own.is_business_day(date(2026, 8, 10))
    assert runs(own, "after_break", 2026) == [("08-10", "08-12")]
    assert kinds(own, date(2026, 8, 6), date(2026, 8, 10)) == [
        "holiday", "holiday", "saturday", "sunday", "after_days_off",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('weekly_days_off = ["funday"]', "weekly_days_off.0"),
        ('[[range]]\nname = "x"\nlabel = "x"\nfirst = "02-30"\nlast = "03-01"', "range.0 02-30"),
        ('[[range]]\nname = "x"\nlabel = "x"\nfirst = "8/13"\nlast = "08-16"', "range.0 8/13"),
        (
            '[[range]]\nname = "x"\nlabel = "x"\nfirst = "2026-08-16"\nlast = "2026-08-13"',
            "range.0 last",
        ),
        ('[[near]]\nname = "x"\nlabel = "x"\nafter = "obonn"\nto_business_day = 3', "obonn"),
        ('[[near]]\nname = "x"\nlabel = "x"\nto_business_day = 3', "near.0 after"),
        ('[[month_day]]\nname = "x"\nlabel = "x"\ndays = [32]', "month_day.0.days.0"),
        ("long_breaks = 3", "long_breaks"),
    ],
)
def test_a_wrong_file_is_named_with_the_place(text: str, setting: str) -> None:
    with pytest.raises(InputError) as told:
        parse_calendar(text)
    assert told.value.key == "rules_bad_setting"
    assert told.value.values == {"file": "calendar.toml", "setting": setting}


def test_two_seasons_of_one_name_are_refused() -> None:
    doubled = SHIPPED + '\n[[month_day]]\nname = "obon"\nlabel = "x"\ndays = [1]\n'
    with pytest.raises(InputError) as told:
        parse_calendar(doubled)
    assert told.value.values["setting"] == "obon"


def test_a_year_without_a_business_day_is_told() -> None:
    closed = (
        '[[range]]\nname = "x"\nlabel = "x"\nfirst = "01-01"\nlast = "12-31"\nis_day_off = true'
    )
    with pytest.raises(InputError) as told:
        parse_calendar(closed)
    assert told.value.key == "calendar_no_business_day"


def test_a_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(InputError) as told:
        parse_calendar("[[range]\n")
    assert told.value.key == "rules_not_toml"


def test_an_empty_calendar_has_weekends_and_holidays_only() -> None:
    plain = parse_calendar("")
    assert plain.seasons_of(date(2026, 8, 14)) == ()
    assert kinds(plain, date(2026, 8, 11), date(2026, 8, 14)) == [
        "holiday", "wednesday", "thursday", "friday",
    ]  # fmt: skip
