"""Rooms discover and name: second discoveries of one run, retired themes, lost examples."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.themes.assign import AssignSettings
from pipelines.themes.birth import BirthSettings
from pipelines.themes.discover import DiscoverSettings, Discovery
from pipelines.themes.discover_room import discover_themes
from pipelines.themes.name import NameSettings
from pipelines.themes.name_room import ExampleSettings, name
from pipelines.themes.name_words import parse_name_words
from pipelines.themes.shapes import vector_column
from tests.pipelines.room_night import night_of, work_database
from warehouse.statements import Connection

# A Sunday: themes are born on it.
DAY = date(2024, 3, 3)
DIMENSION = 4


class OneDirection:
    """An encoder for which all texts mean the same."""

    fingerprint, dimension = "e", DIMENSION

    def encode(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        return np.tile(np.eye(1, DIMENSION, dtype=np.float32), (len(texts), 1))


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


def wait(con: Connection, names: str, day: date = DAY) -> None:
    """Add one voice for every letter, with a text of its own, waiting for a theme."""
    vectors = np.tile(np.eye(1, DIMENSION, dtype=np.float32), (len(names), 1))
    con.register("incoming", pa.table({"name": list(names), "vector": vector_column(vectors)}))
    con.execute(
        "insert into core.contact select name, 's', name, 1, $day::timestamp, $day, null, null, "
        "null, null, name, '{}', '{}', 1, 'm', 'r', name from incoming",
        {"day": day},
    )
    con.execute(
        "insert into core.waiting select name, name, name, $day, $day from incoming", {"day": day}
    )
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


def discover_now(con: Connection, day: date = DAY) -> None:
    night = night_of(con, day)
    birth = BirthSettings(min_waiting=2, growth=1.5)
    discover_themes(night, "e", DiscoverSettings(), birth, AssignSettings())


def name_now(con: Connection) -> None:
    words = parse_name_words("[heads]")
    name(night_of(con, DAY), OneDirection(), words, NameSettings(), ExampleSettings())


def test_a_theme_day_is_held_once_and_what_comes_after_waits_for_the_next(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.cluster_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    # The run failed in a later room; more voices came before it was resumed under its name.
    wait(con, "cd")
    discover_now(con)
    assert con.execute(
        "select discovery_id, theme_id, count_voices from core.theme "
        "inner join core.discovery using (discovery_id) order by theme_id"
    ).fetchall() == [("founding-20240303", "T0001", 2)]
    assert con.execute(
        "select theme_id, count(*) from core.assignment group by all order by all"
    ).fetchall() == [("T0001", 2), (None, 2)]


def test_a_new_theme_is_named_beside_a_retired_one_that_has_voices(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.cluster_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    name_now(con)
    con.execute("update core.theme set status = 'retired'")
    next_day = DAY + timedelta(days=7)
    wait(con, "cd", next_day)
    discover_now(con, next_day)
    name_now(con)
    named = con.execute("select theme_id from core.theme_name order by all").fetchall()
    assert named == [("T0001",), ("T0002",)]


def test_a_nameless_theme_that_was_retired_is_left_without_a_name(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.cluster_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    con.execute("update core.theme set status = 'retired'")
    name_now(con)
    assert con.execute("select count(*) from core.theme_name").fetchall() == [(0,)]


def test_a_theme_that_lost_all_voices_before_its_name_stays_nameless_without_harm(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.themes.cluster_room.discover", one_cluster)
    wait(con, "ab")
    discover_now(con)
    con.execute("delete from core.voice; delete from core.assignment")
    name_now(con)
    assert con.execute("select count(*) from core.theme_example").fetchall() == [(0,)]
