"""Room bridge: the months before a change of encoder, as the new one would have counted them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.encoder_change import put_in_force
from pipelines.themes.shapes import vector_column
from pipelines.trends.bridge_room import BridgeSettings, bridge
from tests.pipelines.room_night import close, night_of, work_database
from warehouse.statements import Connection

DAY = date(2024, 4, 2)
NEW = "new"
VOICE = (
    "insert into core.contact select $id, 's', $id, 1, $day, $day, null, null, null, null, null, "
    "'{}', '{}', 1, 'm', 'r', $id",
    "insert into core.voice "
    "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
    "select $id || '-v', $id, 1, 'x', 'x', $text, null, '[]', 'r' where $day is not null",
    "insert into core.assignment select $id || '-v', $theme, 1, 'discovery', 'old', 2, 'r'",
)
# In the new space T0001 lies at 0 degrees, T0002 at 90, and both reach 25 degrees far; `lost` lies
# where T0002 is, and `far` where nothing is.
ANGLES = {"a": 0, "b": 20, "c": 90, "d": 110, "lost": 100, "far": 230}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        _fill(opened)
        yield opened


def _fill(con: Connection) -> None:
    con.execute(
        "insert into core.definition values ('encoder', 'old', 'r');"
        "insert into core.theme "
        "(theme_id, status, born_on, discovery_id, cluster_number, run_id) values "
        "('T0001', 'active', '2023-01-01', 'x', 0, 'r'), "
        "('T0002', 'active', '2023-01-01', 'x', 1, 'r');"
        "insert into core.theme_shape values "
        "('T0001', 'new', [1, 0], 0.1), ('T0002', 'new', [0, 1], 0.1)"
    )
    for number, (text, theme, day) in enumerate(
        [
            ("a", "T0001", date(2024, 1, 5)),
            ("b", "T0001", date(2024, 2, 5)),
            ("lost", "T0001", date(2024, 3, 31)),
            ("c", "T0002", date(2024, 3, 1)),
            ("d", "T0002", date(2024, 1, 1)),
            ("far", "T0002", date(2024, 2, 9)),
            # Before the months that are looked at, and in the month of the change.
            ("a", "T0001", date(2023, 12, 31)),
            ("a", "T0001", date(2024, 4, 1)),
        ]
    ):
        values = {"id": f"c{number}", "text": text, "theme": theme, "day": day}
        for statement in VOICE:
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            con.execute(statement, used)
    angles = np.radians(list(ANGLES.values()))
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    con.register("incoming", pa.table({"h": list(ANGLES), "vector": vector_column(vectors)}))
    con.execute(f"insert into core.text_vector select h, '{NEW}', vector from incoming")
    con.unregister("incoming")


def one_night(con: Connection, day: date = DAY) -> Night:
    night = night_of(con, day)
    put_in_force(night, NEW, 1.0)
    bridge(night, NEW, AssignSettings(), BridgeSettings())
    close(night)
    return night


def links(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "select theme_id, count_former, count_now from core.encoder_link order by theme_id"
    ).fetchall()


def test_both_encoders_count_the_three_months_before(con: Connection) -> None:
    before = con.execute("from core.assignment order by all").fetchall()
    one_night(con)
    assert links(con) == [("", 6, 5), ("T0001", 3, 2), ("T0002", 3, 3)]
    assert con.execute("from core.assignment order by all").fetchall() == before


def test_it_is_done_once_for_each_change(con: Connection) -> None:
    one_night(con)
    con.execute("delete from core.voice")
    one_night(con, date(2024, 4, 3))
    assert links(con)[0] == ("", 6, 5)


def test_copies_are_left_out(con: Connection) -> None:
    con.execute("insert into core.contact_copy values ('c0', 'another', 'near', 0.9, 'r')")
    one_night(con)
    assert links(con) == [("", 5, 4), ("T0001", 2, 1), ("T0002", 3, 3)]


def test_without_a_change_nothing_is_written(con: Connection) -> None:
    con.execute("update core.definition set fingerprint = 'new'")
    one_night(con)
    assert links(con) == []


def test_without_voices_before_it_the_change_is_not_asked_again_for_ever(con: Connection) -> None:
    con.execute("delete from core.assignment")
    one_night(con)
    assert links(con) == [("", 0, 0)]
