"""The vectors beside a published file: whose they are, what they hold, how long they stay."""

import os
import stat
from pathlib import Path

import duckdb
import pytest

from tests.pipelines.search.small_search import ENCODER, Said, publish
from warehouse.connect import open_published
from warehouse.errors import WarehouseError
from warehouse.vectors import attach_vectors, prune_vectors, vectors_path

VOICES = [
    Said("v1", "hash-b", text="SECRET-NAME 090", masked="[氏名1]"),
    Said("v2", "hash-a", text="SECRET-NAME 090", masked="[氏名1]"),
    Said("v3", "hash-b", text="SECRET-NAME 090", masked="[氏名1]"),
]
VECTORS = {
    "hash-a": (0.6, -0.8, 0.0),
    "hash-b": (0.1, 0.2, -0.3),
    "hash-unsaid": (1.0, 0.0, 0.0),
}


def slow_scaled(vector: tuple[float, ...]) -> list[int]:
    """Each number as a share of the largest, in 127ths; exact halves do not occur in the rows."""
    largest = max(abs(number) for number in vector)
    return [round(number / largest * 127) for number in vector]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return publish(tmp_path / "home", VOICES, VECTORS, {"T0001": (0.0, 1.0, 0.0)}, "path:models/x")


def test_statements_that_are_said_are_there_once_with_the_encoder_in_force(home: Path) -> None:
    with open_published(home) as con:
        attach_vectors(con)
        texts = con.execute("select * from vectors.search.text_vector order by 1").fetchall()
        voices = con.execute("select * from vectors.search.voice_text order by 1").fetchall()
        themes = con.execute("select * from vectors.search.theme_centroid").fetchall()
        encoder = con.execute("select * from vectors.search.encoder").fetchall()
    assert texts == [(1, slow_scaled(VECTORS["hash-a"])), (2, slow_scaled(VECTORS["hash-b"]))]
    assert voices == [("v1", 2), ("v2", 1), ("v3", 2)]
    assert themes == [("T0001", [0.0, 1.0, 0.0])]
    assert encoder == [(ENCODER, "path:models/x")]


def test_no_words_and_no_hash_of_words_cross(home: Path) -> None:
    path = vectors_path((home / "published.duckdb").resolve())
    content = path.read_bytes()
    assert b"SECRET" not in content and "氏名".encode() not in content and b"hash-" not in content
    with duckdb.connect(str(path), read_only=True) as con:
        words = con.execute(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'search' and data_type = 'VARCHAR' order by all"
        ).fetchall()
        silent = con.execute(
            "select table_name from duckdb_tables() where comment is null"
        ).fetchall()
    assert words == [
        ("encoder", "encoder_fingerprint"),
        ("encoder", "encoder_name"),
        ("theme_centroid", "theme_id"),
        ("voice_text", "voice_id"),
    ]
    assert silent == []


def test_vectors_are_read_only_and_leave_nothing_half_built(home: Path) -> None:
    path = vectors_path((home / "published.duckdb").resolve())
    assert path.name == "vectors-20240331-nightly-20240331.duckdb"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert sorted(found.name for found in path.parent.iterdir()) == [
        "latest.json",
        "published-20240331-nightly-20240331.duckdb",
        path.name,
    ]


def test_a_file_without_vectors_says_so(home: Path) -> None:
    vectors_path((home / "published.duckdb").resolve()).unlink()
    with open_published(home) as con, pytest.raises(WarehouseError) as caught:
        attach_vectors(con)
    assert caught.value.key == "no_vectors"


def test_vectors_that_are_no_database_are_told_by_name(home: Path) -> None:
    path = vectors_path((home / "published.duckdb").resolve())
    path.chmod(0o644)
    path.write_bytes(b"torn" * 5000)
    with open_published(home) as con, pytest.raises(WarehouseError) as caught:
        attach_vectors(con)
    assert (caught.value.key, caught.value.values) == ("database_unreadable", {"file": path.name})


def test_only_the_newest_vectors_and_those_before_stay(tmp_path: Path) -> None:
    # In the order in which they were made; a day published again sorts before its first time.
    names = ("20240131-n-1", "20240229-n-2", "20240301-n-3", "20240301-n-3-2")
    for age, name in enumerate(names):
        for kind in ("published", "vectors"):
            path = tmp_path / f"{kind}-{name}.duckdb"
            path.touch()
            os.utime(path, (1_700_000_000 + age,) * 2)
    (tmp_path / "vectors-copy.duckdb").touch()
    prune_vectors(tmp_path / "published-20240301-n-3-2.duckdb")
    assert sorted(path.name for path in tmp_path.glob("vectors-*")) == [
        "vectors-20240301-n-3-2.duckdb",
        "vectors-20240301-n-3.duckdb",
        "vectors-copy.duckdb",
    ]
    assert len(list(tmp_path.glob("published-*"))) == 4
