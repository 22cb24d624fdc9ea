"""What was known when: the log against a plain replay of the nights."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.night import Night
from pipelines.trends.knowledge import read_knowledge
from pipelines.trends.record_room import record
from pipelines.trends.series import SeriesKey
from tests.pipelines.trends.worlds import EMPTY, NOW, Heard, World, fill
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

FIRST = date(2024, 2, 20)
CLEAR = f"{EMPTY}; delete from core.count_known; delete from core.known_day"


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def one_night(con: Connection, as_of: date) -> int:
    """Record as the night of a day; returns how many rows were logged."""
    run = open_run(con, "nightly", as_of, NOW, "{}")
    before = con.execute("select count(*) from core.count_known").fetchall()[0][0]
    record(Night(con, run, NOW))
    finish_run(con, run, NOW)
    return con.execute("select count(*) from core.count_known").fetchall()[0][0] - before


Numbers = dict[tuple[str, date], tuple[int, int, int]]


def history(con: Connection, until: int) -> list[Numbers]:
    """Contacts, customers and newcomers of whole series as known at the end of each day."""
    knowledge = read_knowledge(con)
    if knowledge is None:
        return [{} for _ in range(until + 1)]
    found = []
    for number in range(until + 1):
        knowledge.learn(knowledge.number(day(number)))
        found.append(
            {
                (key.theme_id, knowledge.date_of(at)): (
                    int(knowledge.counts[row, at]),
                    int(knowledge.customers[row, at]),
                    int(knowledge.newcomers[row, at]),
                )
                for row, key in enumerate(knowledge.keys)
                if not key.facet
                for at in np.flatnonzero(knowledge.counts[row]).tolist()
            }
        )
    return found


def known(con: Connection, as_of: date) -> Numbers:
    """The same as known at the end of one day."""
    return history(con, (as_of - FIRST).days)[-1]


def counted(world: World) -> Numbers:
    """Count the same in plain Python."""
    found: Numbers = {}
    kept = [one for one in world if not one.is_copy]
    for theme in {"", *(theme for one in kept for theme in one.voices if theme)}:
        heard = [one for one in kept if not theme or theme in one.voices]
        first = {}
        for one in heard:
            who = one.customer or one.name
            first[who] = min(one.day, first.get(who, one.day))
        for on in {one.day for one in heard}:
            of_day = [one for one in heard if one.day == on]
            customers = {one.customer or one.name for one in of_day}
            newcomers = [who for who in customers if theme and first[who] == on]
            found[(theme, on)] = (len(of_day), len(customers), len(newcomers))
    return found


def test_history_loaded_at_once_is_known_day_by_day(con: Connection) -> None:
    con.execute(CLEAR)
    world = [Heard("a", day(0), "k1", ("T1",)), Heard("b", day(3), "k1", ("T1",))]
    fill(con, world)
    one_night(con, day(5))
    assert known(con, day(0)) == {("", day(0)): (1, 1, 0), ("T1", day(0)): (1, 1, 1)}
    assert known(con, day(2)) == known(con, day(0))
    assert known(con, day(3))[("T1", day(3))] == (1, 1, 0)


def test_what_comes_late_is_known_from_the_night_that_found_it(con: Connection) -> None:
    con.execute(CLEAR)
    world = [Heard("a", day(0), "k1", ("T1",))]
    fill(con, world)
    one_night(con, day(1))
    fill(con, [*world, Heard("late", day(0), "k2", ("T1",))])
    one_night(con, day(4))
    assert known(con, day(3))[("T1", day(0))] == (1, 1, 1)
    assert known(con, day(4))[("T1", day(0))] == (2, 2, 2)


def test_a_second_run_of_a_watched_day_is_known_from_the_next_day_on(con: Connection) -> None:
    con.execute(CLEAR)
    world = [Heard("a", day(0), "k1", ("T1",))]
    fill(con, world)
    one_night(con, day(0))
    fill(con, [*world, Heard("late", day(0), "k2", ("T1",))])
    one_night(con, day(0))
    assert known(con, day(0))[("T1", day(0))] == (1, 1, 1)
    assert known(con, day(1))[("T1", day(0))] == (2, 2, 2)


def test_what_falls_to_nothing_is_told(con: Connection) -> None:
    con.execute(CLEAR)
    fill(con, [Heard("a", day(0), "k1", ("T1",)), Heard("b", day(0), "k1")])
    one_night(con, day(0))
    fill(con, [Heard("a", day(0), "k1", ("T2",)), Heard("b", day(0), "k1")])
    one_night(con, day(1))
    assert ("T1", day(0)) not in known(con, day(1))
    assert known(con, day(1))[("T2", day(0))] == (1, 1, 1)
    assert known(con, day(0))[("T1", day(0))] == (1, 1, 1)


def test_the_same_night_again_logs_nothing(con: Connection) -> None:
    con.execute(CLEAR)
    fill(con, [Heard("a", day(0), "k1", ("T1",))])
    assert one_night(con, day(1)) == 2
    assert one_night(con, day(1)) == 0


def test_parts_are_counted_by_facet(con: Connection) -> None:
    con.execute(CLEAR)
    fill(con, [Heard("a", day(0), "k1", ("T1",)), Heard("b", day(0), "k2", ("T1",))])
    con.execute("update core.contact set segment = 'シニア' where contact_id = 'a'")
    one_night(con, day(0))
    knowledge = read_knowledge(con)
    assert knowledge is not None
    knowledge.learn(0)
    row = knowledge.keys.index(SeriesKey("T1", "segment", "シニア"))
    assert knowledge.counts[row].tolist() == [1]


DAYS = st.integers(0, 12).map(day)
CONTACTS = st.builds(
    Heard,
    name=st.uuids(version=4).map(str),
    day=DAYS,
    customer=st.sampled_from(["k1", "k2", None]),
    voices=st.lists(st.sampled_from(["T1", "T2", None]), max_size=2).map(tuple),
    is_copy=st.sampled_from([False, False, True]),
)
WORLDS = st.lists(CONTACTS, min_size=1, max_size=8, unique_by=lambda one: one.name)


@settings(max_examples=25)
@given(before=WORLDS, after=WORLDS, kept=st.integers(0, 8))
def test_the_newest_knowledge_is_what_is_counted_now(
    con: Connection, before: World, after: World, kept: int
) -> None:
    con.execute(CLEAR)
    fill(con, before)
    one_night(con, day(12))
    known_then = history(con, 12)
    assert known_then[12] == counted(before)
    world = before[:kept] + after
    fill(con, world)
    one_night(con, day(13))
    known_now = history(con, 13)
    # Newcomers of days that did not change stay as they were told.
    now = {key: value[:2] for key, value in known_now[13].items()}
    assert now == {key: value[:2] for key, value in counted(world).items()}
    # No look-ahead: what was known on a former day is what it was.
    assert known_now[:13] == known_then
