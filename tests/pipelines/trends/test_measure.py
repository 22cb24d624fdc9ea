"""The measure room and the marts of periods against a slow plain-Python twin."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.night import Night
from pipelines.trends.measure_room import measure
from warehouse.connect import open_work
from warehouse.ledger import finish_run, open_run
from warehouse.migrate import migrate
from warehouse.statements import Connection

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
GRAINS = ("day", "week", "month")
# Around the end of a leap February that is a Thursday: weeks and months end on different days.
FIRST = date(2024, 2, 20)


@dataclass(frozen=True)
class Heard:
    """One contact with its voices; a voice is the theme it belongs to, or None.

    `wording` is the contact first told in these words, None when it says too little.
    """

    name: str
    day: date
    customer: str | None = None
    voices: tuple[str | None, ...] = ()
    is_copy: bool = False
    wording: str | None = None


World = list[Heard]
Row = tuple[Any, ...]

CONTACT = pa.schema(
    {
        "name": pa.string(),
        "day": pa.date32(),
        "customer": pa.string(),
        "is_copy": pa.bool_(),
        "wording": pa.string(),
    }
)
VOICE = pa.schema({"contact": pa.string(), "number": pa.int32(), "theme": pa.string()})

FILL = """
delete from core.contact; delete from core.voice; delete from core.assignment;
delete from core.contact_copy; delete from core.signature;
insert into core.contact
select name, 's', name, 1, day::timestamp, day, null, null, null, null, customer, '{}', '{}', 1,
    'm', 'r'
from contact;
insert into core.contact_copy select name, 'another', 'near', 0.9, 'r' from contact where is_copy;
insert into core.signature select name, 1, 'm', 'c', 'w', wording from contact;
insert into core.voice
    (voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id)
select contact || '-' || number, contact, number, 'x', 'x', 'h', null, '[]', 'r' from voice;
insert into core.assignment
select contact || '-' || number, theme, 0.5, if(theme is null, 'none', 'assign'), 'e', 1, 'r'
from voice
"""
EMPTY = "delete from core.run; delete from core.run_stage; delete from core.period; "
EMPTY += "delete from core.theme_period; delete from core.run_stage_reason; "
EMPTY += "delete from core.unexplained_period; delete from core.measured_day"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with open_work(tmp_path_factory.mktemp("measure") / "work.duckdb") as opened:
        migrate(opened)
        yield opened


def fill(con: Connection, world: World) -> None:
    """Put a world in place of what core holds."""
    contacts = [
        {
            "name": one.name,
            "day": one.day,
            "customer": one.customer,
            "is_copy": one.is_copy,
            "wording": one.wording,
        }
        for one in world
    ]
    voices = [
        {"contact": one.name, "number": number, "theme": theme}
        for one in world
        for number, theme in enumerate(one.voices, start=1)
    ]
    con.register("contact", pa.Table.from_pylist(contacts, CONTACT))
    con.register("voice", pa.Table.from_pylist(voices, VOICE))
    con.execute(FILL)
    con.unregister("contact")
    con.unregister("voice")


def one_night(con: Connection, as_of: date) -> tuple[int, int]:
    """Measure as the night of a day and finish it; returns the ledger's read and written."""
    run = open_run(con, "nightly", as_of, NOW, "{}")
    measure(Night(con, run, NOW))
    finish_run(con, run, NOW)
    found = con.execute(
        "select count_read, count_written from core.run_stage where run_id = $id",
        {"id": run.run_id},
    ).fetchall()
    return found[0] if found else (0, 0)


def first_day(grain: str, day: date) -> date:
    """Return the first day of the period that a day lies in."""
    if grain == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if grain == "week" else day


def next_period(grain: str, period_on: date) -> date:
    """Return the first day of the period after one."""
    if grain == "month":
        return (period_on + timedelta(days=31)).replace(day=1)
    return period_on + timedelta(days=7 if grain == "week" else 1)


def calendar(grain: str, world: World, data_until: date) -> list[date]:
    """Return every period from the first contact to the newest night or contact."""
    if not world:
        return []
    last = max([data_until, *(one.day for one in world)])
    periods = [first_day(grain, min(one.day for one in world))]
    while next_period(grain, periods[-1]) <= last:
        periods.append(next_period(grain, periods[-1]))
    return periods


def counted(contacts: World, theme: str | None = None) -> tuple[int, int, int]:
    """Return contacts, customers and voices without copies, of a theme or of everything."""
    contacts = [one for one in contacts if not one.is_copy]
    said = {
        one: [voice for voice in one.voices if theme is None or voice == theme] for one in contacts
    }
    heard = [one for one in contacts if theme is None or said[one]]
    customers = {one.customer or f"nobody {one.name}" for one in heard}
    return len(heard), len(customers), sum(len(voices) for voices in said.values())


def apart(contacts: World, theme: str | None = None) -> tuple[int, int]:
    """Return copies, and wordings among what is no copy, of a theme or of everything."""
    heard = [one for one in contacts if theme is None or theme in one.voices]
    wordings = {one.wording or one.name for one in heard if not one.is_copy}
    return sum(one.is_copy for one in heard), len(wordings)


def twin_periods(world: World, data_until: date) -> list[Row]:
    """Return what core.period should hold."""
    return sorted(
        (
            grain,
            period_on,
            *counted([one for one in world if first_day(grain, one.day) == period_on]),
            next_period(grain, period_on) - timedelta(days=1) <= data_until,
            *apart([one for one in world if first_day(grain, one.day) == period_on]),
        )
        for grain in GRAINS
        for period_on in calendar(grain, world, data_until)
    )


def twin_mart(grain: str, world: World, data_until: date) -> list[Row]:
    """Return what mart.theme_by_<grain> should hold."""
    made = []
    for theme in sorted({theme for one in world for theme in one.voices if theme}):
        heard = min(first_day(grain, one.day) for one in world if theme in one.voices)
        for period_on in calendar(grain, world, data_until):
            if period_on < heard:
                continue
            within = [one for one in world if first_day(grain, one.day) == period_on]
            contacts, customers, voices = counted(within, theme)
            contacts_all = counted(within)[0]
            share = contacts / contacts_all if contacts_all else None
            is_complete = next_period(grain, period_on) - timedelta(days=1) <= data_until
            counts = (contacts, customers, voices, contacts_all, share)
            made.append((theme, period_on, *counts, is_complete, *apart(within, theme)))
    return made


MART = {
    grain: f"select theme_id, {grain}, count_contacts, count_customers, count_voices, "
    f"count_contacts_all, share_of_contacts, is_complete, count_copies, count_wordings "
    f"from mart.theme_by_{grain} order by all"
    for grain in GRAINS
}


def assert_like_twin(con: Connection, world: World, data_until: date) -> None:
    """Every row of the period tables and marts is what the twin says, and no other row is there."""
    periods = con.execute(
        "select grain, period_on, count_contacts, count_customers, count_voices, is_complete, "
        "count_copies, count_wordings from core.period order by all"
    ).fetchall()
    assert periods == twin_periods(world, data_until)
    for grain in GRAINS:
        assert con.execute(MART[grain]).fetchall() == twin_mart(grain, world, data_until)


def assert_parts_make_the_whole(con: Connection, world: World) -> None:
    """Contacts and voices of days, weeks and months each sum up to all there are."""
    for grain in GRAINS:
        sums = con.execute(
            "select coalesce(sum(count_contacts), 0), coalesce(sum(count_copies), 0), "
            "coalesce(sum(count_voices), 0) from core.period where grain = $grain",
            {"grain": grain},
        ).fetchall()
        own = [one for one in world if not one.is_copy]
        voices = sum(len(one.voices) for one in own)
        assert sums == [(len(own), len(world) - len(own), voices)]
        themed = con.execute(
            "select theme_id, sum(count_contacts), sum(count_copies), sum(count_voices) "
            f"from mart.theme_by_{grain} group by all order by all"
        ).fetchall()
        whole = con.execute(
            "select theme_id, count(distinct contact_id) filter (not is_copy), "
            "count(distinct contact_id) filter (is_copy), count(*) filter (not is_copy) "
            "from mart.voice "
            "where theme_id is not null group by all order by all"
        ).fetchall()
        assert themed == whole


DAYS = st.integers(0, 45).map(lambda number: FIRST + timedelta(days=number))
THEMES = st.sampled_from(["T0001", "T0002", None])
CONTACTS = st.builds(
    Heard,
    name=st.uuids(version=4).map(str),
    day=DAYS,
    customer=st.sampled_from(["k1", "k2", "k3", None]),
    voices=st.lists(THEMES, max_size=3).map(tuple),
    is_copy=st.sampled_from([False, False, True]),
    wording=st.sampled_from(["w1", "w2", None]),
)
WORLDS = st.lists(CONTACTS, max_size=12, unique_by=lambda one: one.name)


@settings(max_examples=25)
@given(before=WORLDS, after=WORLDS, kept=st.integers(0, 12), nights=st.tuples(DAYS, DAYS))
def test_tables_and_marts_are_what_the_slow_twin_counts(
    con: Connection, before: World, after: World, kept: int, nights: tuple[date, date]
) -> None:
    con.execute(EMPTY)
    worlds = (before, before[:kept] + after)
    for number, (world, as_of) in enumerate(zip(worlds, nights, strict=True)):
        data_until = max(nights[: number + 1])
        fill(con, world)
        read, written = one_night(con, as_of)
        assert read == written
        assert_like_twin(con, world, data_until)
        assert_parts_make_the_whole(con, world)
        # The same night again finds nothing to write, so it leaves no trace.
        assert one_night(con, as_of) == (0, 0)


def test_a_customer_who_calls_twice_is_one_and_unknown_callers_are_each_one(
    con: Connection,
) -> None:
    day = date(2024, 2, 26)
    con.execute(EMPTY)
    fill(
        con,
        [
            Heard("a", day, "k1", ("T0001", "T0001")),
            Heard("b", day, "k1", ("T0001",)),
            Heard("c", day, None, ("T0001", None)),
            Heard("d", day, None, ("T0001",)),
            Heard("e", day, "k2"),
        ],
    )
    one_night(con, day)
    assert con.execute(MART["week"]).fetchall() == [("T0001", day, 4, 3, 5, 5, 4 / 5, False, 0, 4)]


def test_copies_are_counted_apart_and_a_template_is_one_wording(con: Connection) -> None:
    day = date(2024, 2, 26)
    con.execute(EMPTY)
    fill(
        con,
        [
            Heard("a", day, "k1", ("T0001", "T0001"), wording="a"),
            Heard("b", day, "k1", ("T0001", "T0001"), is_copy=True, wording="a"),
            Heard("c", day, "k2", ("T0001",), wording="a"),
            Heard("d", day, "k3", ("T0001",)),
            Heard("e", day, "k4"),
        ],
    )
    one_night(con, day)
    # 4 contacts + 1 copy came; 3 of the 4 tell of the theme, in two wordings.
    assert con.execute(MART["week"]).fetchall() == [("T0001", day, 3, 3, 4, 4, 3 / 4, False, 1, 2)]


@pytest.mark.parametrize(
    ("as_of", "day", "week", "month"),
    [
        (date(2024, 2, 28), True, False, False),
        (date(2024, 2, 29), True, False, True),
        (date(2024, 3, 2), True, False, True),
        (date(2024, 3, 3), True, True, True),
    ],
)
def test_a_period_is_complete_on_its_last_day_and_not_before(
    con: Connection, as_of: date, day: bool, week: bool, month: bool
) -> None:
    con.execute(EMPTY)
    fill(con, [Heard("a", date(2024, 2, 28), None, ("T0001",))])
    one_night(con, as_of)
    flags = [con.execute(MART[grain]).fetchall()[0][7] for grain in GRAINS]
    assert flags == [day, week, month]


def test_a_night_of_an_older_day_opens_no_period_again(con: Connection) -> None:
    con.execute(EMPTY)
    fill(con, [Heard("a", date(2024, 2, 28), None, ("T0001",))])
    one_night(con, date(2024, 3, 31))
    before = con.execute(MART["day"]).fetchall()
    one_night(con, date(2024, 3, 1))
    assert con.execute(MART["day"]).fetchall() == before


def test_contacts_of_a_night_that_failed_are_counted_as_incomplete_days(con: Connection) -> None:
    # Masked by a night of the 5th that then failed; the next night is one of the 1st.
    con.execute(EMPTY)
    world = [
        Heard("a", date(2024, 3, 1), None, ("T0001",)),
        Heard("b", date(2024, 3, 5), None, ("T0001",)),
    ]
    fill(con, world)
    one_night(con, date(2024, 3, 1))
    assert_like_twin(con, world, date(2024, 3, 1))
    assert_parts_make_the_whole(con, world)


def test_periods_before_the_first_contact_go_when_its_date_was_corrected(con: Connection) -> None:
    con.execute(EMPTY)
    wrong = Heard("a", date(2024, 1, 1), None, ("T0001",))
    fill(con, [wrong])
    one_night(con, date(2024, 3, 1))
    right = [replace(wrong, day=date(2024, 3, 1))]
    fill(con, right)
    one_night(con, date(2024, 3, 1))
    assert_like_twin(con, right, date(2024, 3, 1))
