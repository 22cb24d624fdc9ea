"""Room collate: new contacts only, in order of time; corrections take what leaned on them along."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text import collate_room
from pipelines.text.collate_room import RepeatSettings, collate
from pipelines.text.copies import CopySettings
from pipelines.text.forget import forget
from tests.pipelines.room_night import close, night_of, work_database
from tests.pipelines.text.test_copies import LONG, OTHER
from warehouse import migrate
from warehouse.connect import open_work
from warehouse.statements import Connection

DAY = date(2024, 1, 5)
START = datetime(2024, 1, 5, 1, 0, tzinfo=UTC)
THIRD = (
    "アプリを更新したら起動しなくなりました。再起動しても入れ直しても画面が白いままで、"
    "支払いの確認ができません。"
)

Row = tuple[object, ...]


@dataclass(frozen=True)
class Came:
    """One contact: its words, when it came (days after the start), from whom."""

    name: str
    words: str = LONG
    days: int = 0
    customer: str | None = "k"
    version: int = 1


CONTACT = pa.schema(
    {
        "name": pa.string(),
        "version": pa.int32(),
        "received": pa.timestamp("us", tz="UTC"),
        "customer": pa.string(),
        "words": pa.string(),
    }
)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def take_in(con: Connection, *came: Came) -> None:
    """Put contacts in place as the mask room leaves them: one greeting, one turn of words."""
    rows = [
        {
            "name": one.name,
            "version": one.version,
            "received": START + timedelta(days=one.days),
            "customer": one.customer,
            "words": one.words,
        }
        for one in came
    ]
    con.register("came", pa.Table.from_pylist(rows, CONTACT))
    con.execute(
        "delete from core.turn where contact_id in (select name from came); "
        "insert or replace into core.contact (contact_id, source_name, source_contact_id, version, "
        "received_at, received_on, channel, product, segment, region, customer_key, attributes, "
        "published_attributes, count_turns, mask_fingerprint, run_id) "
        "select name, 's', name, version, received, "
        "received::date, null, null, null, null, customer, '{}', '{}', 2, 'm', 'r' from came; "
        "insert into core.turn (contact_id, turn_number, speaker, text, masked) "
        "select name, 1, 'operator', 'x', 'お電話ありがとうございます' || name from came; "
        "insert into core.turn (contact_id, turn_number, speaker, text, masked) "
        "select name, 2, 'customer', words || 'さん', words from came"
    )
    con.unregister("came")


def one_night(con: Connection, day: date = DAY, **rules: int) -> tuple[int, int]:
    """Enter the room as the night of a day; returns the ledger's read and written."""
    night = night_of(con, day)
    collate(night, CopySettings(), RepeatSettings(**rules))
    close(night)
    found = con.execute(
        "select count_read, count_written from core.run_stage where run_id = $id",
        {"id": night.run.run_id},
    ).fetchall()
    return found[0] if found else (0, 0)


def ask(con: Connection, query: str) -> list[Row]:
    return con.execute(query).fetchall()


def copies(con: Connection) -> list[Row]:
    return ask(con, "select contact_id, original_contact_id from core.contact_copy order by all")


def placed(con: Connection) -> list[Row]:
    """Every row the room has written."""
    return [
        *ask(con, "select * exclude (run_id) from core.contact_copy order by all"),
        *ask(con, "from core.signature order by all"),
        *ask(con, "from core.signature_band order by all"),
    ]


def test_only_new_contacts_are_read_and_a_second_run_changes_nothing(con: Connection) -> None:
    take_in(con, Came("a"), Came("b", OTHER))
    assert one_night(con) == (2, 2)
    assert copies(con) == []
    take_in(con, Came("c", days=1))
    assert one_night(con, DAY + timedelta(days=1)) == (1, 1)
    assert copies(con) == [("c", "a")]
    before = placed(con)
    assert one_night(con, DAY + timedelta(days=1)) == (0, 0)
    assert placed(con) == before


def test_operators_words_and_short_contacts_make_no_copy(con: Connection) -> None:
    take_in(con, *(Came(name, "はい。", customer=name) for name in "ab"))
    assert one_night(con) == (2, 2)
    assert copies(con) == []
    assert ask(con, "select reason, count_rows from core.run_stage_reason") == [
        ("too_short_to_compare", 2)
    ]


def test_a_late_contact_is_the_copy_of_what_was_counted_before(con: Connection) -> None:
    take_in(con, Came("a", days=3))
    one_night(con)
    take_in(con, Came("b", days=0))
    one_night(con, DAY + timedelta(days=1))
    assert copies(con) == [("b", "a")]


def test_a_corrected_copy_is_a_contact_again(con: Connection) -> None:
    take_in(con, Came("a"), Came("b", days=1))
    one_night(con)
    take_in(con, Came("b", OTHER, days=1, version=2))
    assert one_night(con, DAY + timedelta(days=1)) == (1, 1)
    assert copies(con) == []
    assert ask(con, "select contact_id, wording_contact_id from core.signature order by all") == [
        ("a", "a"),
        ("b", "b"),
    ]


def test_a_corrected_original_leaves_its_place_to_the_next(con: Connection) -> None:
    take_in(con, Came("a"), Came("b", days=1), Came("c", days=2), Came("d", THIRD))
    one_night(con)
    assert copies(con) == [("b", "a"), ("c", "a")]
    take_in(con, Came("a", OTHER, version=2))
    # The original and both that leaned on it; d stays where it is.
    assert one_night(con, DAY + timedelta(days=1)) == (3, 3)
    assert copies(con) == [("c", "b")]
    assert ask(con, "select count(*) from core.signature_band") == [(3 * 32,)]


def test_other_settings_place_all_anew_with_a_marker(con: Connection) -> None:
    take_in(con, Came("a"), Came("b", days=3))
    one_night(con)
    assert ask(con, "select count(*) from core.marker") == [(0,)]
    night = night_of(con, DAY + timedelta(days=1))
    collate(night, CopySettings(within_days=2), RepeatSettings())
    close(night)
    assert copies(con) == []
    assert ask(con, "select marker_kind from core.marker") == [("copies",)]


def test_a_home_from_before_copies_were_known_gets_a_marker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [one for one in migrate.available_migrations() if one.name < "0009"]
    with open_work(tmp_path / "work.duckdb") as con:
        with monkeypatch.context() as before:
            before.setattr(migrate, "available_migrations", lambda: known)
            before.setattr(migrate, "step_views", list)
            before.setattr(migrate, "mart_views", list)
            migrate.migrate(con)
        take_in(con, Came("a"), Came("b", days=1))
        migrate.migrate(con)
        one_night(con)
        assert copies(con) == [("b", "a")]
        assert ask(con, "select marker_kind, marked_on from core.marker") == [("copies", DAY)]


def test_forgetting_names_changes_no_place(con: Connection) -> None:
    take_in(con, Came("a"), Came("b", days=1))
    one_night(con)
    before = placed(con)
    forget(con, None)
    assert one_night(con, DAY + timedelta(days=1)) == (0, 0)
    assert placed(con) == before


def test_a_room_killed_between_batches_goes_on_to_the_same_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collate_room, "BATCH_CONTACTS", 2)
    world = [Came(f"c{number}", (LONG, OTHER)[number % 2], days=number) for number in range(8)]
    found = []
    for killed in (False, True):
        (tmp_path / str(killed)).mkdir()
        with work_database(tmp_path / str(killed)) as con:
            take_in(con, *world)
            if killed:
                kill_after_two_batches(con)
            one_night(con)
            found.append(placed(con))
    assert found[0] == found[1]
    assert len(found[0]) > 8


def kill_after_two_batches(con: Connection) -> None:
    def die(done: int, total: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    night = replace(night_of(con, DAY), progress=die)
    with pytest.raises(KeyboardInterrupt):
        collate(night, CopySettings(), RepeatSettings())
    assert ask(con, "select count(*) from core.signature") == [(4,)]


@pytest.fixture(scope="module")
def shared_con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with work_database(tmp_path_factory.mktemp("collate")) as opened:
        yield opened


CAME = st.builds(
    Came,
    name=st.integers(0, 99).map("c{:02d}".format),
    words=st.sampled_from([LONG, OTHER, LONG + THIRD, "つながらない", ""]),
    days=st.integers(0, 12),
    customer=st.sampled_from(["k1", "k2", None]),
)
EMPTY = (
    "delete from core.contact; delete from core.turn; delete from core.signature; "
    "delete from core.signature_band; delete from core.contact_copy; delete from core.run; "
    "delete from core.run_stage; delete from core.run_stage_reason"
)


@settings(max_examples=15)
@given(
    world=st.lists(CAME, min_size=2, max_size=10, unique_by=lambda one: one.name),
    order=st.randoms(use_true_random=False),
    last_of_first_night=st.integers(0, 12),
)
def test_the_order_of_rows_and_the_number_of_nights_do_not_matter(
    shared_con: Connection, world: list[Came], order: object, last_of_first_night: int
) -> None:
    found = []
    shuffled = sorted(world, key=lambda one: order.random())  # type: ignore[attr-defined]
    nights = [
        [one for one in shuffled if one.days <= last_of_first_night],
        [one for one in shuffled if one.days > last_of_first_night],
    ]
    for parts in ([world], [shuffled], nights):
        shared_con.execute(EMPTY)
        for number, part in enumerate(part for part in parts if part):
            take_in(shared_con, *part)
            one_night(shared_con, DAY + timedelta(days=number))
        found.append(placed(shared_con))
    assert found[0] == found[1] == found[2]


def test_repeats_look_back_only_and_leave_copies_out(con: Connection) -> None:
    take_in(
        con,
        Came("a", LONG),
        Came("b", LONG, days=1),
        Came("c", OTHER, days=30),
        Came("d", THIRD, days=61),
        Came("e", THIRD, customer=None),
        Came("f", OTHER, customer="other"),
    )
    one_night(con)
    query = (
        "select contact_id, is_copy, original_contact_id, previous_contact_id, "
        "days_since_previous, is_repeat from mart.contact order by contact_id"
    )
    assert ask(con, query) == [
        ("a", False, None, None, None, False),
        ("b", True, "a", None, None, False),
        ("c", False, None, "a", 30, True),
        ("d", False, None, "c", 31, False),
        ("e", False, None, None, None, False),
        ("f", False, None, None, None, False),
    ]
    one_night(con, DAY + timedelta(days=1), within_days=31)
    assert ask(con, "select contact_id from mart.contact where is_repeat order by all") == [
        ("c",),
        ("d",),
    ]
