"""Another encoder comes into force: themes and closed months stay, places are computed anew."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.themes.assign import AssignSettings
from pipelines.themes.assign_room import assign_voices
from pipelines.themes.encoder_change import put_in_force
from pipelines.themes.shapes import vector_column
from pipelines.themes.switch_room import switch
from tests.pipelines.room_night import night_of, work_database
from warehouse.statements import Connection

DAY = date(2024, 4, 2)
REACH = 0.9
OLD, NEW = "old", "new"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Themes T0001 (voices a, b), T0002 (c, d, d again), and two voices that wait.

    `m` came in March, `n` in April. In the new space both lie at T0002.
    """
    with work_database(tmp_path) as opened:
        _fill(opened)
        yield opened


def _fill(con: Connection) -> None:
    con.execute(
        "insert into core.definition values ('encoder', 'old', 'r');"
        "insert into core.theme_day values ('2024-03-31', 0, 0, 'r');"
        "insert into core.theme "
        "(theme_id, status, born_on, discovery_id, cluster_number, run_id) values "
        "('T0001', 'active', '2024-01-01', 'x', 0, 'r'), "
        "('T0002', 'active', '2024-01-01', 'x', 1, 'r'), "
        "('T0003', 'retired', '2024-01-01', 'x', 2, 'r');"
        "insert into core.theme_shape values "
        "('T0001', 'old', [1, 0], 0.2), ('T0002', 'old', [0, 1], 0.2)"
    )
    voices = [
        ("a", "a", "T0001", date(2024, 1, 5)),
        ("b", "b", "T0001", date(2024, 2, 5)),
        ("c", "c", "T0002", date(2024, 2, 5)),
        ("d", "d", "T0002", date(2024, 3, 5)),
        ("d2", "d", "T0002", date(2024, 3, 6)),
        ("m", "m", None, date(2024, 3, 31)),
        ("n", "n", None, date(2024, 4, 1)),
    ]
    names = ("voice_id", "text_hash", "theme_id", "day")
    told = pa.table(dict(zip(names, map(list, zip(*voices, strict=True)), strict=True)))
    con.register("told", told)
    con.execute(
        "insert into core.contact select voice_id, 's', voice_id, 1, day, day, null, null, null, "
        "null, null, '{}', '{}', 1, 'm', 'r', voice_id from told;"
        "insert into core.voice "
        "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
        "select voice_id, voice_id, 1, text_hash, text_hash, text_hash, "
        "null, '[]', 'r' from told;"
        "insert into core.assignment select voice_id, theme_id, 1, "
        "if(theme_id is null, 'none', 'discovery'), 'old', 2, 'r' from told"
    )
    con.unregister("told")
    embed(con, OLD, {"a": 0, "b": 10, "c": 90, "d": 80, "m": 45, "n": 45})
    embed(con, NEW, {"a": 180, "b": 200, "c": 270, "d": 290, "m": 280, "n": 280})


def embed(con: Connection, encoder: str, degrees: dict[str, float]) -> None:
    """Write the vectors of statements on a circle."""
    angles = np.radians(list(degrees.values()))
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    con.register("incoming", pa.table({"h": list(degrees), "vector": vector_column(vectors)}))
    con.execute("insert into core.text_vector select h, $1, vector from incoming", [encoder])
    con.unregister("incoming")


def themes_of(con: Connection) -> dict[str, str | None]:
    return dict(con.execute("select voice_id, theme_id from core.assignment").fetchall())


def shapes(con: Connection, encoder: str) -> dict[str, tuple[float, float]]:
    """Direction in degrees and radius of each theme."""
    found = con.execute(
        "select theme_id, degrees(atan2(centroid[2], centroid[1])), radius from core.theme_shape "
        "where encoder_fingerprint = $1",
        [encoder],
    ).fetchall()
    return {theme_id: (angle % 360, radius) for theme_id, angle, radius in found}


def markers(con: Connection) -> list[tuple[object, ...]]:
    return con.execute("select marked_on, marker_kind from core.marker order by all").fetchall()


def test_themes_get_places_from_their_voices(con: Connection) -> None:
    placed = put_in_force(night_of(con, DAY), NEW, REACH)
    found = shapes(con, NEW)
    assert placed == 2
    assert sorted(found) == ["T0001", "T0002"]
    assert found["T0001"][0] == pytest.approx(190, abs=0.01)
    # d was said twice: it counts 1 + log 2 times.
    assert 280 < found["T0002"][0] < 290
    far = 1 - np.cos(np.radians(10))
    assert found["T0001"][1] == pytest.approx(far, rel=1e-3)


def test_voices_that_came_later_do_not_move_a_theme_unless_none_other_is_left(
    con: Connection,
) -> None:
    con.execute("update core.assignment set assigned_by = 'assign' where voice_id in ('b', 'c')")
    con.execute("update core.assignment set assigned_by = 'assign' where theme_id = 'T0002'")
    put_in_force(night_of(con, DAY), NEW, REACH)
    found = shapes(con, NEW)
    assert found["T0001"][0] == pytest.approx(180, abs=0.01)
    assert 280 < found["T0002"][0] < 290


def test_the_change_leaves_a_marker_and_the_former_vectors(con: Connection) -> None:
    embed(con, "long ago", {"a": 3})
    put_in_force(night_of(con, DAY), NEW, REACH)
    assert markers(con) == [(DAY, "encoder")]
    left = con.execute("select distinct encoder_fingerprint from core.text_vector order by 1")
    assert left.fetchall() == [("new",), ("old",)]
    put_in_force(night_of(con, DAY), NEW, REACH)
    assert markers(con) == [(DAY, "encoder")]


def test_the_marker_of_a_change_between_nights_stands_on_the_next_day(con: Connection) -> None:
    night = night_of(con, DAY)
    switch(night, NEW, REACH, date(2024, 4, 3))
    assert markers(con) == [(date(2024, 4, 3), "encoder")]
    counted = con.execute("select stage, count_written from core.run_stage").fetchall()
    assert counted == [("switch", 2)]


def test_the_way_back_finds_the_old_places(con: Connection) -> None:
    before = shapes(con, OLD)
    put_in_force(night_of(con, DAY), NEW, REACH)
    put_in_force(night_of(con, DAY), OLD, REACH)
    assert shapes(con, OLD) == before
    in_force = con.execute("select fingerprint from core.definition").fetchall()
    assert in_force == [("old",)]
    assert len(markers(con)) == 2


def test_voices_keep_their_themes_and_a_month_that_is_over_stays(con: Connection) -> None:
    before = themes_of(con)
    assign_voices(night_of(con, DAY), NEW, AssignSettings(), REACH)
    # Only n, of the month that is not over, is compared anew.
    assert themes_of(con) == before | {"n": "T0002"}
    how = con.execute(
        "select assigned_by, encoder_fingerprint from core.assignment where voice_id = 'n'"
    )
    assert how.fetchall() == [("assign", "new")]


def test_the_same_encoder_changes_nothing(con: Connection) -> None:
    before = themes_of(con), shapes(con, OLD)
    assign_voices(night_of(con, DAY), OLD, AssignSettings(), REACH)
    assert (themes_of(con), shapes(con, OLD)) == before
    assert markers(con) == []
