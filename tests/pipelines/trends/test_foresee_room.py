"""Room foresee on a database: lists of loaded history, their judgement, and rebuilding them."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from flows.data_files import config_folder
from pipelines.night import Night
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.foresee_room import foresee, known_on
from pipelines.trends.knowledge import read_knowledge
from pipelines.trends.season_carriers import Parts
from pipelines.trends.season_lists import ListMaker
from pipelines.trends.season_notice import parse_notice_words
from pipelines.trends.season_profile import SeasonSettings
from pipelines.trends.season_rows import entry_row
from tests.pipelines.trends.worlds import NOW
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

FIRST, LAST = date(2023, 4, 1), date(2026, 3, 31)
CLEAR = """delete from core.run; delete from core.run_stage; delete from core.run_stage_reason;
delete from core.count_known; delete from core.known_day; delete from core.period;
delete from core.season_list_day; delete from core.season_entry; delete from core.season_carrier;
delete from core.season_judged; delete from core.season_week; delete from core.season_day;
delete from core.theme_name"""
KNOWN = """insert into core.count_known
select theme_id, facet, facet_value, day, day, 1, count_contacts, count_contacts, 0
from incoming;
insert into core.known_day select distinct day, 0 from incoming;
insert into core.period
select 'day', day, sum(count_contacts), 0, 0, true, 0, 0 from incoming
where theme_id = '' and facet = '' group by day"""
ENTRIES = "from core.season_entry select * order by all"
SEASON_STATE = (
    "from core.season_list_day select * exclude (run_id) order by all",
    ENTRIES,
    "from core.season_carrier select * order by all",
    "from core.season_judged select * order by all",
    "from core.season_week select * order by all",
)


@cache
def calendar() -> Calendar:
    return parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))


@cache
def counts() -> dict[tuple[str, str, str], np.ndarray]:
    """Return three years of four themes: T0001 rises after Obon, mostly among シニア."""
    rng = np.random.default_rng(3)
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    is_obon = np.array(["after_obon" in calendar().seasons_of(day) for day in days])
    means = np.outer([3.0, 6.0, 1.0, 2.0], [1.0 if day.weekday() < 5 else 0.4 for day in days])
    usual = rng.poisson(means)
    more = rng.poisson(np.where(is_obon, means[0] * 5, 0))
    made = {(f"T000{row + 1}", "", ""): usual[row] for row in range(4)}
    made["T0001", "", ""] = usual[0] + more
    made["T0001", "segment", "シニア"] = rng.binomial(usual[0], 0.3) + more
    made["T0001", "segment", "学生"] = made["T0001", "", ""] - made["T0001", "segment", "シニア"]
    total = sum(made[f"T000{row + 1}", "", ""] for row in range(4))
    made["", "", ""] = total
    made["", "segment", "シニア"] = rng.binomial(total, 0.3)
    made["", "segment", "学生"] = total - made["", "segment", "シニア"]
    return made


def put(con: Connection, until: date) -> None:
    """Log the counts of all days up to one that are not logged yet."""
    logged = con.execute("select max(day) from core.known_day").fetchall()[0][0]
    rows = [
        {"theme_id": key[0], "facet": key[1], "facet_value": key[2],
         "day": FIRST + timedelta(days=number), "count_contacts": int(count)}
        for key, values in counts().items()
        for number, count in enumerate(values[: (until - FIRST).days + 1])
        if (count or key == ("", "", ""))
        and (logged is None or FIRST + timedelta(days=number) > logged)
    ]  # fmt: skip
    if not rows:
        return
    con.register("incoming", pa.Table.from_pylist(rows))
    con.execute(KNOWN)
    con.unregister("incoming")


def one_night(con: Connection, until: date) -> None:
    put(con, until)
    foresee_night(con, until)


def foresee_night(con: Connection, until: date) -> None:
    run = open_run(con, "nightly", until, NOW, "{}")
    words = parse_notice_words((config_folder() / "season_notice.toml").read_text("utf-8"))
    foresee(Night(con, run, NOW), calendar(), words, SeasonSettings())
    finish_run(con, run, NOW)


def state(con: Connection) -> list[list[tuple[Any, ...]]]:
    return [con.execute(query).fetchall() for query in SEASON_STATE]


def test_a_season_of_two_years_is_listed_judged_and_rebuilt(con: Connection) -> None:
    con.execute(CLEAR)
    one_night(con, LAST)
    lists = con.execute("select listed_on from core.season_list_day order by 1").fetchall()
    assert [day for (day,) in lists if day.day == 1] == [
        date(year, month, 1)
        for year in range(2023, 2027)
        for month in range(1, 13)
        if FIRST <= date(year, month, 1) <= LAST
    ]
    # Obon of 2025 as known on July 1: from the first business day after it, ten business days.
    entry = con.execute(
        "select onset_on, end_on, warn_by, count_years, segment, season_label, sureness, "
        "count_year_before, low, expected, high "
        "from mart.season_list where theme_id = 'T0001' and listed_on = date '2025-08-01'"
    ).fetchall()[0]
    onset_on, end_on = entry[:2]
    assert onset_on == date(2025, 8, 18)
    # The weekend behind the last business day may be taken for part of it.
    assert calendar().add_business_days(end_on, 0) == date(2025, 8, 29)
    assert entry[2:7] == (date(2025, 8, 1), 2, "シニア", "お盆明け", "high")
    ends = calendar().same_season_ends(onset_on, end_on, 1) - FIRST.toordinal()
    before = counts()["T0001", "", ""][ends[0] + 1 : ends[-1] + 1].sum()
    assert entry[7] == before
    assert entry[8] < entry[9] < entry[10]
    judged = con.execute(
        "select outcome, listed_on, count_contacts, is_in_range from mart.season_backtest "
        "where theme_id = 'T0001' and onset_on = date '2025-08-18'"
    ).fetchall()
    came = counts()["T0001", "", ""][(onset_on - FIRST).days : (end_on - FIRST).days + 1].sum()
    assert judged == [("hit", date(2025, 8, 1), came, True)]


def test_lists_of_24_days_are_what_was_stored(con: Connection) -> None:
    con.execute(CLEAR)
    one_night(con, LAST)
    knowledge = read_knowledge(con)
    assert knowledge is not None
    maker, parts = ListMaker(calendar(), SeasonSettings()), Parts(knowledge.keys)
    days = con.execute(
        "select listed_on from core.season_list_day order by listed_on desc limit 24"
    ).fetchall()
    assert len(days) == 24
    for (day,) in sorted(days):
        record = known_on(knowledge, day)
        assert record is not None
        rebuilt = [entry_row(one) for one in maker.make(record, parts).entries]
        stored = con.execute(
            "select * exclude (season_label, notice) from core.season_entry "
            "where listed_on = $day order by onset_on, expected desc",
            {"day": day},
        )
        columns = [column[0] for column in stored.description]
        assert [dict(zip(columns, row, strict=True)) for row in stored.fetchall()] == rebuilt


def test_history_at_once_and_night_by_night_tell_the_same(con: Connection) -> None:
    con.execute(CLEAR)
    one_night(con, LAST)
    at_once = state(con)
    con.execute(CLEAR)
    for day in (date(2025, 6, 15), date(2025, 12, 31), date(2026, 1, 20), LAST):
        one_night(con, day)
    assert state(con) == at_once
    one_night(con, LAST)
    assert state(con) == at_once


def test_nothing_is_listed_before_there_is_a_record(con: Connection) -> None:
    con.execute(CLEAR)
    run = open_run(con, "nightly", LAST, NOW, "{}")
    words = parse_notice_words((config_folder() / "season_notice.toml").read_text("utf-8"))
    foresee(Night(con, run, NOW), calendar(), words, SeasonSettings())
    assert con.execute("from core.season_list_day").fetchall() == []


def test_a_record_without_any_theme_makes_empty_lists(con: Connection) -> None:
    con.execute(CLEAR)
    days = [FIRST + timedelta(days=number) for number in range(70)]
    known = {"theme_id": "", "facet": "", "facet_value": "", "count_contacts": 5}
    con.register("incoming", pa.Table.from_pylist([known | {"day": day} for day in days]))
    con.execute(KNOWN)
    con.unregister("incoming")
    foresee_night(con, days[-1])
    listed = con.execute("select distinct count_entries from core.season_list_day").fetchall()
    assert listed == [(0,)]
