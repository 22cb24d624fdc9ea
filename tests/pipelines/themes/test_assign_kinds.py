"""Room assign: voices of some kinds make themes; the others are set aside, once and counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.themes.assign import AssignSettings
from pipelines.themes.assign_room import assign_voices
from pipelines.trends.measure_room import measure
from tests.pipelines.room_night import close, night_of, work_database
from warehouse.statements import Connection

DIMENSION = 3


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def put(con: Connection, kinds: dict[str, str | None]) -> None:
    """Add one voice a name, each of a kind, all with the same vector."""
    vectors = pa.FixedSizeListArray.from_arrays(
        pa.array(np.tile(np.eye(1, DIMENSION, dtype=np.float32), (len(kinds), 1)).reshape(-1)),
        DIMENSION,
    )
    names, values = list(kinds), pa.array(list(kinds.values()), pa.string())
    con.register("incoming", pa.table({"name": names, "kind": values, "vector": vectors}))
    con.execute(
        "insert into core.contact select name, 's', name, 1, '2024-03-01', '2024-03-01', null, "
        "null, null, null, name, '{}', '{}', 1, 'm', 'r', name from incoming;"
        "insert into core.voice "
        "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
        "select name, name, 1, name, name, name, kind, '[]', 'r' from incoming; "
        "insert into core.text_vector select name, 'e', vector from incoming"
    )
    con.unregister("incoming")


def assign_now(con: Connection, day: int, *kinds: str) -> list[tuple[object, ...]]:
    """Do one night's room; returns its reasons and counts."""
    night = night_of(con, date(2024, 3, day))
    settings = AssignSettings(kinds=kinds) if kinds else AssignSettings()  # type: ignore[arg-type]
    assign_voices(night, "e", settings, radius_quantile=0.9)
    close(night)
    return con.execute(
        "select reason, count_rows from core.run_stage_reason where run_id = $id order by all",
        {"id": night.run.run_id},
    ).fetchall()


def waiting(con: Connection) -> list[str]:
    found = con.execute("select voice_id from core.assignment order by all").fetchall()
    return [name for (name,) in found]


def test_kinds_without_themes_are_set_aside_and_counted_once(con: Connection) -> None:
    put(con, {"a": "complaint", "b": "request", "c": "inquiry", "d": "praise", "e": None})
    assert assign_now(con, 1) == [("kind_without_themes", 2), ("no_theme_near", 3)]
    assert waiting(con) == ["a", "b", "e"]
    assert assign_now(con, 2) == []
    assert con.execute(
        "select voice_id, kind from core.voice_set_aside order by all"
    ).fetchall() == [
        ("c", "inquiry"),
        ("d", "praise"),
    ]


def test_other_settings_take_back_and_set_aside(con: Connection) -> None:
    put(con, {"a": "complaint", "b": "request", "c": "inquiry"})
    assign_now(con, 1)
    assert assign_now(con, 2, "complaint", "inquiry") == [
        ("kind_without_themes", 1),
        ("no_theme_near", 1),
    ]
    # What waited without a theme waits no longer.
    assert waiting(con) == ["a", "c"]


def test_a_voice_that_a_theme_claimed_keeps_its_place(con: Connection) -> None:
    put(con, {"a": "complaint", "b": "request"})
    con.execute("insert into core.assignment values ('b', 'T0001', 0.5, 'assign', 'e', 1, 'r')")
    assert assign_now(con, 1, "complaint") == [("no_theme_near", 1)]
    assert waiting(con) == ["a", "b"]


def test_a_flagged_voice_is_compared_whatever_its_kind(con: Connection) -> None:
    put(con, {"a": "complaint", "b": "inquiry", "c": "inquiry"})
    con.execute(
        "insert into core.voice_flag values ('b', 1, 'safety', 'smoke', '発煙', 3, 1, 0, 2, '煙が')"
    )
    assert assign_now(con, 1) == [("kind_without_themes", 1), ("no_theme_near", 2)]
    assert waiting(con) == ["a", "b"]
    assert assign_now(con, 2) == []


def test_what_the_vote_flags_is_taken_back_from_aside(con: Connection) -> None:
    put(con, {"a": "complaint", "b": "inquiry", "c": "inquiry"})
    assign_now(con, 1)
    assert waiting(con) == ["a"]
    con.execute("insert into core.text_flag values ('b', 'safety', 0.9, 'raised')")
    con.execute("insert into core.text_flag values ('c', 'safety', 0.1, 'unsure')")
    assert assign_now(con, 2) == [("no_theme_near", 1)]
    assert waiting(con) == ["a", "b"]
    assert con.execute("select voice_id from core.voice_set_aside").fetchall() == [("c",)]
    assert assign_now(con, 3) == []


def test_a_voice_that_says_nothing_of_a_matter_is_set_aside_with_its_reason(
    con: Connection,
) -> None:
    put(con, {"a": "complaint", "b": "complaint", "c": None, "d": "praise"})
    con.execute("insert into core.sifted_text values ('a', true), ('b', false), ('c', false)")
    con.execute("insert into core.sifted_text values ('d', false)")
    counted = [("kind_without_themes", 1), ("no_content", 2), ("no_theme_near", 1)]
    assert assign_now(con, 1) == counted
    assert waiting(con) == ["a"]
    aside = con.execute("select voice_id, reason from core.voice_set_aside order by 1")
    assert aside.fetchall() == [("b", "no_content"), ("c", "no_content"), ("d", "kind")]
    assert assign_now(con, 2) == []
    # Other words: what says something after all is compared.
    con.execute("update core.sifted_text set has_content = true where text_hash = 'b'")
    assign_now(con, 3)
    assert waiting(con) == ["a", "b"]


def test_a_flag_does_not_make_a_matter_of_nothing(con: Connection) -> None:
    put(con, {"a": "other", "b": "other"})
    con.execute(
        "insert into core.voice_flag select voice_id, 1, 'harassment', 'x', 'x', 1, 1, 0, 1, 'm' "
        "from core.voice"
    )
    con.execute("insert into core.sifted_text values ('a', true), ('b', false)")
    assert assign_now(con, 1) == [("no_content", 1), ("no_theme_near", 1)]
    assert waiting(con) == ["a"]


def test_voices_without_content_stay_in_the_share_that_nothing_explains(con: Connection) -> None:
    put(con, {"a": "complaint", "b": "complaint", "d": "praise"})
    con.execute("insert into core.sifted_text values ('a', true), ('b', false), ('d', true)")
    assign_now(con, 1)
    night = night_of(con, date(2024, 3, 1))
    measure(night)
    found = con.execute(
        "select count_compared, count_unexplained, count_no_content from mart.unexplained_by_month"
    )
    assert found.fetchall() == [(2, 2, 1)]
    why = con.execute("select voice_id, set_aside_because from mart.voice order by 1").fetchall()
    assert why == [("a", None), ("b", "no_content"), ("d", "kind")]
