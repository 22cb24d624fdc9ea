"""Rooms denominators and outages on a real database: files of the home and markers."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.night import Night
from pipelines.trends.calendar import parse_calendar
from pipelines.trends.denominator_room import denominators
from pipelines.trends.denominators import RateSettings
from pipelines.trends.home_files import HomeFiles
from pipelines.trends.outage_room import mark_outages
from pipelines.trends.outages import OutageSettings
from tests.pipelines.room_night import close, night_of, work_database
from tests.pipelines.trends.worlds import Heard, fill
from warehouse.statements import Connection

DAY = date(2025, 8, 1)
HEADER = "month,kind,product,segment,count\n"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def explain(key: str, values: Mapping[str, object]) -> str:
    return key


def one_night(con: Connection, home: Path, day: date = DAY) -> Night:
    night = night_of(con, day)
    denominators(night, HomeFiles(home, home / "quarantine", explain), RateSettings())
    close(night)
    return night


def told(night: Night) -> list[tuple[str, dict[str, object]]]:
    return [(problem.key, problem.values) for problem in night.problems]


def found(con: Connection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def write(home: Path, *lines: str, header: str = HEADER) -> None:
    (home / "denominators.csv").write_text(header + "".join(f"{line}\n" for line in lines), "utf-8")


MARKERS = (
    "select marker_kind, scope, marked_on::text, until_on::text, description "
    "from core.marker order by marked_on"
)
STAGE = "select count_read, count_written, count_rejected from core.run_stage order by run_id"


def test_a_home_without_files_has_nothing_to_say(con: Connection, tmp_path: Path) -> None:
    assert told(one_night(con, tmp_path)) == []
    assert found(con, "select count(*) from core.denominator") == [(0,)]


def test_good_rows_count_and_bad_ones_lie_aside(con: Connection, tmp_path: Path) -> None:
    write(tmp_path, "2025-05,customers,,,1000", "2025-05,customers,,,1", "2025-07,sales,A,,x")
    night = one_night(con, tmp_path)
    rejected = {"file": "denominators.csv", "count": 2, "source": "home"}
    assert told(night) == [("rows_rejected", rejected)]
    assert found(con, "select * exclude (run_id) from core.denominator") == [
        ("customers", date(2025, 5, 1), "", "", 1000.0)
    ]
    assert found(con, STAGE) == [(3, 1, 2)]
    aside = tmp_path / "quarantine" / "home" / "denominators.csv.rejects.jsonl"
    rows = [json.loads(line) for line in aside.read_text("utf-8").splitlines()]
    assert [(row["row"], row["reason"]) for row in rows] == [
        (3, "denominator_twice"),
        (4, "denominator_bad_count"),
    ]
    # The same file again says nothing and leaves no trace.
    again = one_night(con, tmp_path, DAY + timedelta(days=1))
    assert (told(again), len(found(con, STAGE))) == ([], 2)


def test_mended_rows_are_taken_and_the_old_rejects_go(con: Connection, tmp_path: Path) -> None:
    write(tmp_path, "2025-05,customers,,,x")
    one_night(con, tmp_path)
    write(tmp_path, "2025-05,customers,,,10")
    assert told(one_night(con, tmp_path, DAY + timedelta(days=1))) == []
    assert list((tmp_path / "quarantine" / "home").iterdir()) == []
    # A month that is given for the first time is no change of history.
    assert found(con, MARKERS) == []


def test_gaps_strangers_and_unknown_columns_are_told(con: Connection, tmp_path: Path) -> None:
    fill(con, [Heard("c1", DAY)])
    header = "month,kind,product,count,備考\n"
    write(
        tmp_path,
        "2025-01,customers,,5,a",
        "2025-04,customers,,5,a",
        "2025-04,customers,X,5,b",
        header=header,
    )
    columns = "month, kind, product, segment, count"
    assert told(one_night(con, tmp_path)) == [
        ("home_file_unknown_columns", {"file": "denominators.csv", "count": 1, "columns": columns}),
        ("denominators_lacking", {"kind": "customers", "count": 2, "month": "2025-02"}),
        ("denominators_strangers", {"count": 1}),
    ]


def test_a_file_without_its_columns_leaves_what_was_known(con: Connection, tmp_path: Path) -> None:
    write(tmp_path, "2025-05,customers,,,1000")
    one_night(con, tmp_path)
    write(tmp_path, "2025-05,1000", header="月,数\n")
    for number in (1, 2):
        night = one_night(con, tmp_path, DAY + timedelta(days=number))
        assert told(night) == [
            (
                "home_file_missing_columns",
                {"file": "denominators.csv", "columns": "month, kind, count"},
            )
        ]
    assert found(con, "select count_units from core.denominator") == [(1000.0,)]


def test_a_file_of_windows_and_excel_is_read(con: Connection, tmp_path: Path) -> None:
    text = HEADER + "2025年5月,customers,,法人,１２３\r\n"
    (tmp_path / "denominators.csv").write_bytes(text.encode("cp932"))
    one_night(con, tmp_path)
    assert found(con, "select segment, count_units from core.denominator") == [("法人", 123.0)]


def test_changed_history_leaves_a_marker_and_the_former_numbers(
    con: Connection, tmp_path: Path
) -> None:
    months = [f"2025-0{number}" for number in range(1, 7)]
    write(tmp_path, *(f"{month},customers,,,100" for month in months))
    one_night(con, tmp_path)
    write(
        tmp_path,
        *(f"{month},customers,,,100" for month in months[:3]),
        *(f"{month},customers,,,80" for month in months[3:]),
    )
    one_night(con, tmp_path, DAY + timedelta(days=1))
    assert found(con, MARKERS) == [
        (
            "denominator",
            "customers",
            "2025-04-01",
            None,
            "分母(顧客数)の数え方が変わりました(3 か月分)",
        )
    ]
    assert found(con, "select month::text, count_units from core.denominator_former") == [
        ("2025-04-01", 100.0),
        ("2025-05-01", 100.0),
        ("2025-06-01", 100.0),
    ]
    assert found(con, "select first_month::text, factor from core.denominator_link") == [
        ("2025-04-01", 0.8)
    ]


def test_a_break_heals_when_the_earlier_months_are_counted_anew_too(
    con: Connection, tmp_path: Path
) -> None:
    for day, counts in enumerate(([100] * 6, [100] * 3 + [80] * 3, [80] * 6)):
        lines = (f"2025-0{n},customers,,,{count}" for n, count in enumerate(counts, start=1))
        write(tmp_path, *lines)
        one_night(con, tmp_path, DAY + timedelta(days=day))
    assert found(con, "from core.denominator_link") == []
    assert len(found(con, MARKERS)) == 2


def test_a_corrected_month_leaves_a_marker_on_that_month(con: Connection, tmp_path: Path) -> None:
    write(tmp_path, "2025-04,sales,,,100", "2025-05,sales,,,100")
    one_night(con, tmp_path)
    write(tmp_path, "2025-04,sales,,,100", "2025-05,sales,,,101")
    one_night(con, tmp_path, DAY + timedelta(days=1))
    assert found(con, MARKERS) == [
        (
            "denominator",
            "sales",
            "2025-05-01",
            "2025-05-01",
            "分母(売上)の過去の値が直されました(1 か月分)",
        )
    ]


def test_events_are_markers_and_go_when_they_are_taken_out(con: Connection, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("day,until,name,scope\n2025-09-05,2025-09-07,台風,\n2025-04-01,,値上げ,A\n")
    one_night(con, tmp_path)
    assert found(con, MARKERS) == [
        ("event", "A", "2025-04-01", "2025-04-01", "値上げ"),
        ("event", "all", "2025-09-05", "2025-09-07", "台風"),
    ]
    events.write_text("day,until,name,scope\n2025-09-05,2025-09-08,台風,\n")
    one_night(con, tmp_path, DAY + timedelta(days=1))
    assert found(con, MARKERS) == [("event", "all", "2025-09-05", "2025-09-08", "台風")]


def steady(first: date, days: int, silent: range, a_day: int = 20) -> list[Heard]:
    return [
        Heard(f"{day}-{number}", day, voices=("T0001" if number % 2 else None,))
        for offset in range(days)
        if offset not in silent
        for day in (first + timedelta(days=offset),)
        if day.weekday() < 5
        for number in range(a_day)
    ]


def night_of_outages(con: Connection, day: date) -> Night:
    night = night_of(con, day)
    mark_outages(night, parse_calendar(""), OutageSettings())
    close(night)
    return night


def test_a_silent_source_is_marked_until_its_file_comes_after_all(con: Connection) -> None:
    first = date(2025, 6, 2)
    last = first + timedelta(days=60)  # a Friday
    fill(con, steady(first, 61, range(59, 61)))
    night = night_of_outages(con, last)
    assert told(night) == [
        ("source_silent", {"source": "s", "day": date(2025, 7, 31), "expected": 40})
    ]
    text = "取り込み元 s の応対が届きませんでした"
    assert found(con, MARKERS) == [("outage", "s", "2025-07-31", "2025-08-01", text)]
    assert told(night_of_outages(con, last)) == told(night)
    assert len(found(con, STAGE)) == 1
    fill(con, steady(first, 61, range(0)))
    assert told(night_of_outages(con, last)) == []
    assert found(con, MARKERS) == []


def test_a_source_that_came_twice_is_marked_and_one_loud_theme_is_not(con: Connection) -> None:
    first, loud = date(2025, 6, 2), date(2025, 7, 28)
    last = loud + timedelta(days=4)
    usual = steady(first, 61, range(0))
    week = [one for one in usual if one.day >= loud]
    twice = [Heard(f"again {one.name}", one.day, voices=one.voices) for one in week]
    fill(con, usual + twice)
    assert [key for key, _ in told(night_of_outages(con, last))] == ["source_doubled"]
    fill(con, usual + [Heard(one.name, one.day, voices=("T0002",)) for one in twice])
    assert told(night_of_outages(con, last)) == []
    assert found(con, MARKERS) == []
