"""Rooms record and watch on a database: alerts of loaded history, nights, and their voices."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from flows.data_files import config_folder
from pipelines.night import Night
from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.alerts import Remembered
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.expect import ExpectSettings
from pipelines.trends.knowledge import read_knowledge
from pipelines.trends.record_room import record
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_room import watch
from pipelines.trends.watch_walk import alert_id, walk
from tests.pipelines.trends.worlds import EMPTY, NOW, Heard, World, fill
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

FIRST = date(2024, 1, 1)
SPIKE, DAYS = 100, 120
CLEAR = f"""{EMPTY}; delete from core.count_known; delete from core.known_day;
delete from core.alert; delete from core.alert_carrier; delete from core.watched_day;
delete from core.watch_episode; delete from core.watch_past;
delete from core.theme_solved; delete from core.text_vector; delete from core.theme"""
SETTINGS = WatchSettings(ExpectSettings(), AlertSettings())
ALERTS = "from core.alert select * exclude (run_id) order by alert_id"
# Voices of the spike lie in three directions, so that three unlike ones can be quoted.
VECTORS = """update core.voice set text_hash = voice_id;
insert into core.text_vector
select
    voice_id, 'e', case hash(voice_id) % 3 when 0 then [1, 0, 0] when 1 then [0, 1, 0]
    else [0, 0, 1] end::float[]
from core.voice;
update core.contact set segment = if(contact_id like '%many%', 'シニア', '現役世代')"""


@cache
def calendar() -> Calendar:
    return parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def world() -> World:
    """Two themes at about three contacts a day; T0001 rises fivefold on day 100, among シニア."""
    rng = np.random.default_rng(7)
    heard = []
    for theme in ("T0001", "T0002"):
        for number in range(DAYS):
            usual = int(rng.poisson(3.0))
            more = 12 if theme == "T0001" and number >= SPIKE else 0
            names = [f"{theme}-{number}-{place}" for place in range(usual)]
            names += [f"{theme}-{number}-many-{place}" for place in range(more)]
            heard += [Heard(name, day(number), f"k-{name}", (theme,)) for name in names]
    return heard


def put(con: Connection, contacts: World, until: int) -> None:
    """Put what was received up to a day in place of what core holds."""
    fill(con, [one for one in contacts if one.day <= day(until)])
    con.execute("delete from core.text_vector")
    con.execute(VECTORS)


def one_night(con: Connection, until: int) -> None:
    """Record and watch as the night of a day."""
    run = open_run(con, "nightly", day(until), NOW, "{}")
    night = Night(con, run, NOW)
    record(night)
    watch(night, calendar(), "e", SETTINGS)
    finish_run(con, run, NOW)


def alerts(con: Connection) -> list[tuple[Any, ...]]:
    return con.execute(ALERTS).fetchall()


def test_history_loaded_at_once_has_the_alerts_of_its_days(con: Connection) -> None:
    con.execute(CLEAR)
    put(con, world(), DAYS - 1)
    one_night(con, DAYS - 1)
    [found] = con.execute(
        "select theme_id, alert_kind, raised_on, segment, size, expected, is_seasonal, "
        "count_customers, voice_ids from mart.alert"
    ).fetchall()
    theme_id, kind, raised_on, segment, size, expected, is_seasonal, customers, voices = found
    assert (theme_id, kind, raised_on, segment, is_seasonal) == (
        "T0001", "spike", day(SPIKE), "シニア", False,
    )  # fmt: skip
    assert size >= 12 > 2 * expected
    assert customers == size
    assert con.execute("select count(*) from core.watched_day").fetchall() == [(DAYS,)]
    assert len(voices) == 3
    quoted = con.execute(
        "select distinct theme_id, received_on, customer_key from mart.voice "
        "where voice_id in (select unnest($voices))",
        {"voices": voices},
    ).fetchall()
    assert {row[:2] for row in quoted} == {("T0001", day(SPIKE))}
    assert len({row[2] for row in quoted}) == 3


def test_night_after_night_finds_what_one_night_finds(con: Connection) -> None:
    con.execute(CLEAR)
    heard = world()
    put(con, heard, DAYS - 1)
    one_night(con, DAYS - 1)
    at_once = alerts(con)
    con.execute(CLEAR)
    for until in (80, 97, 99, 100, 101, 105, DAYS - 1):
        put(con, heard, until)
        one_night(con, until)
    assert alerts(con) == at_once
    assert at_once


def test_the_same_night_again_changes_nothing(con: Connection) -> None:
    con.execute(CLEAR)
    put(con, world(), DAYS - 1)
    one_night(con, DAYS - 1)
    before = alerts(con), con.execute("from core.watch_episode order by all").fetchall()
    one_night(con, DAYS - 1)
    assert (alerts(con), con.execute("from core.watch_episode order by all").fetchall()) == before


def test_what_comes_late_rewrites_no_alert(con: Connection) -> None:
    con.execute(CLEAR)
    heard = world()
    put(con, heard, DAYS - 1)
    one_night(con, DAYS - 1)
    before = alerts(con)
    late = [Heard(f"late-{i}", day(90), f"k-late-{i}", ("T0002",)) for i in range(40)]
    run_until = DAYS
    fill(con, [*heard, *late])
    con.execute(VECTORS)
    one_night(con, run_until)
    assert [row for row in alerts(con) if row[0] in {old[0] for old in before}] == before
    # Forty contacts of a month ago are no rise of today.
    assert len(alerts(con)) == len(before)


def test_a_home_without_contacts_has_nothing_to_watch(con: Connection) -> None:
    con.execute(CLEAR)
    fill(con, [])
    one_night(con, 3)
    one_night(con, 4)
    assert alerts(con) == []


def test_the_record_rebuilt_from_todays_database_is_what_was_stored(con: Connection) -> None:
    """Nights with facts that came late in between: no look-ahead, nothing forgotten."""
    con.execute(CLEAR)
    heard = world()
    for until in (80, 97, 99, 100, 101, 105, DAYS - 1):
        late = [
            Heard(f"late-{number}", day(number - 3), f"k-late-{number}", ("T0002",))
            for number in (99, 100, 101, 105)
            if number <= until
        ]
        put(con, [*heard, *late], until)
        one_night(con, until)
    knowledge = read_knowledge(con)
    assert knowledge is not None
    steps = walk(knowledge, calendar(), (0, DAYS - 1), Remembered(), SETTINGS)
    rebuilt = [
        (alert_id(alert, knowledge.date_of(number)), round(alert.size), round(alert.expected, 3))
        for number, told, _ in steps
        for alert in told
    ]
    stored = con.execute("select alert_id, size, expected from core.alert order by all").fetchall()
    assert sorted(rebuilt) == stored
    assert stored
