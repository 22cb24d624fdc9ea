"""Rooms discover and name: second discoveries of one run, retired themes, lost examples."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.themes.discover import DiscoverSettings, Discovery
from pipelines.themes.discover_room import BirthSettings, discover_themes
from pipelines.themes.name import NameSettings
from pipelines.themes.name_room import ExampleSettings, name
from pipelines.themes.shapes import vector_column
from tests.pipelines.room_night import night_of, work_database
from warehouse.statements import Connection

DAY = date(2024, 3, 1)
DIMENSION = 4


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def one_cluster(
    vectors: np.ndarray, weights: np.ndarray, settings: object, channels: Sequence[str]
) -> Discovery:
    """Find everything to be one cluster."""
    count = len(vectors)
    centre = np.eye(1, DIMENSION, dtype=np.float32)
    return Discovery(
        np.zeros(count, dtype=np.int32),
        np.ones(count, dtype=np.float32),
        centre,
        np.array([0.1], dtype=np.float32),
        {},
    )


def wait(con: Connection, names: str) -> None:
    """Add one voice for every letter, with a text of its own, waiting for a theme."""
    vectors = np.tile(np.eye(1, DIMENSION, dtype=np.float32), (len(names), 1))
    con.register("incoming", pa.table({"name": list(names), "vector": vector_column(vectors)}))
    con.execute(
        "insert into core.voice "
        "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
        "select name, name, 1, name, name, name, null, '[]', 'r' "
        "from incoming; "
        "insert into core.assignment select name, null, null, 'none', 'e', 0, 'r' from incoming; "
        "insert into core.text_vector select name, 'e', vector from incoming; "
        "insert into core.token select name, 0, '荷物', '荷物', '荷物', '名詞-普通名詞-一般', true "
        "from incoming"
    )
    con.unregister("incoming")


def discover_now(con: Connection) -> None:
    night = night_of(con, DAY)
    discover_themes(night, "e", DiscoverSettings(), BirthSettings(min_waiting=2, growth=1))


def name_now(con: Connection) -> None:
    name(night_of(con, DAY), "e", NameSettings(), ExampleSettings())


def test_a_run_that_failed_after_a_discovery_may_discover_again(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.discover_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    # The run failed in a later room; more voices came before it was resumed under its name.
    wait(con, "cd")
    discover_now(con)
    assert con.execute(
        "select discovery_id, theme_id, count_voices from core.theme "
        "inner join core.discovery using (discovery_id) order by theme_id"
    ).fetchall() == [
        ("discovery-nightly-20240301", "T0001", 2),
        ("discovery-nightly-20240301.2", "T0002", 2),
    ]
    assert con.execute(
        "select theme_id, count(*) from core.assignment group by all order by all"
    ).fetchall() == [("T0001", 2), ("T0002", 2)]


def test_a_new_theme_is_named_beside_a_retired_one_that_has_voices(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.discover_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    name_now(con)
    con.execute("update core.theme set status = 'retired'")
    wait(con, "cd")
    discover_now(con)
    name_now(con)
    named = con.execute("select theme_id from core.theme_name order by all").fetchall()
    assert named == [("T0001",), ("T0002",)]


def test_a_nameless_theme_that_was_retired_is_left_without_a_name(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.discover_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    con.execute("update core.theme set status = 'retired'")
    name_now(con)
    assert con.execute("select count(*) from core.theme_name").fetchall() == [(0,)]


def test_a_theme_that_lost_all_voices_before_its_name_stays_nameless_without_harm(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.discover_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    con.execute("delete from core.voice; delete from core.assignment")
    name_now(con)
    assert con.execute("select count(*) from core.theme_example").fetchall() == [(0,)]
