"""Every way to write a moment, and what is none."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.dates import parse_moment

TOKYO = ZoneInfo("Asia/Tokyo")
AT_1305 = datetime(2024, 3, 1, 13, 5, tzinfo=TOKYO)
MIDNIGHT = datetime(2024, 3, 1, tzinfo=TOKYO)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01T13:05",
        "2024-03-01 13:05:00",
        "2024-03-01T13:05:00.000000000",
        "2024-03-01T13:05:00+09:00",
        "2024-03-01T04:05:00Z",
        "20240301T130500",
        "202403011305",
        "20240301130500",
        "2024/3/1 13:05",
        "2024/03/01 13:05:00",
        "2024/3/1　13:05",
        "2024.3.1 13:05",
        "2024-3-1 13:05",
        "2024/3/1 13:05 JST",
        "2024/3/1 04:05 Z",
        "2024/3/1 08:05 +0400",
        "2024年3月1日 13時5分",
        "2024年3月1日13時5分0秒",
        "2024年3月1日(金) 13:05",
        "2024年3月1日 午後1時5分",
        "２０２４年３月１日　１３時５分",
        "２０２４／３／１ １３：０５",
        "令和6年3月1日 13時05分",
        "R6.3.1 13:05",
        "平成36年3月1日 13:05",
        "45352.5451388889",
        45352.5451388889,
        datetime(2024, 3, 1, 13, 5),
        datetime(2024, 3, 1, 4, 5, tzinfo=UTC),
        datetime(2024, 3, 1, 8, 5, tzinfo=timezone(timedelta(hours=4))),
    ],
)
def test_moment(written: object) -> None:
    moment = parse_moment(written, (), TOKYO)
    assert moment == AT_1305
    assert moment is not None and moment.tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01",
        "20240301",
        "2024/3/1",
        "2024/03/01 ",
        "2024年3月1日",
        "令和6年3月1日(金)",
        "45352",
        45352,
        45352.0,
        20240301,
        date(2024, 3, 1),
        datetime(2024, 3, 1),
    ],
)
def test_day_alone_is_its_first_moment(written: object) -> None:
    assert parse_moment(written, (), TOKYO) == MIDNIGHT


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30",
        "2024/2/30",
        "2023年2月29日",
        "2024-13-01",
        "2024-03-01 24:00",
        "2024-03-01 12:60",
        "2024/3/1 25:00",
        "2024-03-01x13:05",
        "2024030113050",
        "03/01/2024",
        "24/03/01",
        "2024-03",
        "2024",
        "令和",
        "昨日",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31T23:59:59-12:00",
        "12345678901234567890",
        "19999",
        80_000,
        -1,
        12,
        1e300,
        float("inf"),
        True,
        ["2024-03-01"],
        "",
        " ",
        "2024-03-01T13:05\ud83d",
    ],
)
def test_no_moment(written: object) -> None:
    assert parse_moment(written, (), TOKYO) is None


def test_formats_of_the_source_come_before_the_built_in_ones() -> None:
    assert parse_moment("03/01/2024", ("%Y", "%m/%d/%Y"), TOKYO) == MIDNIGHT
    assert parse_moment("24/03/01", ("%y/%m/%d",), TOKYO) == MIDNIGHT
    assert parse_moment("2024/1/3", ("%Y/%d/%m",), TOKYO) == MIDNIGHT


def test_zone_of_the_source_counts_only_where_none_is_written() -> None:
    assert parse_moment("2024-03-01", (), ZoneInfo("UTC")) == datetime(2024, 3, 1, tzinfo=UTC)
    assert parse_moment("2024-03-01T13:05+09:00", (), ZoneInfo("UTC")) == AT_1305


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_every_second_survives_each_way_of_writing(moment: datetime) -> None:
    second = moment.replace(microsecond=0)
    expected = second.replace(tzinfo=TOKYO)
    for written in (
        second.isoformat(),
        f"{second.year}/{second.month}/{second.day} {second:%H:%M:%S}",
        f"{second.year}年{second.month}月{second.day}日 {second:%H時%M分%S秒}",
    ):
        assert parse_moment(written, (), TOKYO) == expected


@given(st.text(alphabet="0123456789-/.:年月日時分T +Z令和R(金)午後元", max_size=24))
def test_no_text_crashes(written: str) -> None:
    moment = parse_moment(written, (), TOKYO)
    assert moment is None or moment.tzinfo is UTC
