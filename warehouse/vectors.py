"""The vectors beside a published file, for search: one file a night, of which two are kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.publish import remove_database, seal
from warehouse.statements import Connection, rows, run

BUILDING = ".building-vectors.duckdb"
NAME = re.compile(r"vectors-\d{8}-.+\.duckdb")

# Vectors are as large as all marts together, so months of them are not kept. The one before the
# newest is for a reader who opened the published file just before the pointer moved.
KEEP = 2

ATTACH_NEW = "attach $path as vectors (storage_version 'v1.5.0')"
ATTACH = "attach $path as vectors (read_only)"


def vectors_path(published: Path) -> Path:
    """Return where the vectors of a published version lie, whether they are there or not."""
    return published.with_name("vectors" + published.name.removeprefix("published"))


def build_vectors(con: Connection, published: Path, encoder_name: str) -> Path:
    """Write the vectors of everything in a published version beside it; returns their path.

    They are those of the encoder in force; `encoder_name` is what load_encoder finds it by.
    """
    building = published.with_name(BUILDING)
    remove_database(building)
    con.execute(ATTACH_NEW, {"path": str(building)})
    try:
        run(con, "publish_vectors_encoder", encoder_name=encoder_name)
        run(con, "publish_vectors")
        con.execute("checkpoint vectors")
    finally:
        con.execute("detach vectors")
    seal(building, vectors_path(published))
    return vectors_path(published)


@contextmanager
def attach_vectors_of(con: Connection, published: Path) -> Iterator[None]:
    """Attach the vectors of a published version as catalogue `vectors`, and detach them after.

    Raises WarehouseError when the file cannot be read.
    """
    path = vectors_path(published)
    try:
        con.execute(ATTACH, {"path": str(path)})
    except duckdb.Error as error:
        raise WarehouseError("database_unreadable", file=path.name) from error
    try:
        yield
    finally:
        con.execute("detach vectors")


def attach_vectors(con: Connection) -> None:
    """Attach the vectors of the published file that is open, as catalogue `vectors`.

    Raises WarehouseError when there are none (an older file, or one of an earlier version of voc).
    """
    [(published,)] = rows(con, "vectors_published_file")
    path = vectors_path(Path(published))
    if not path.exists():
        raise WarehouseError("no_vectors", file=Path(published).name)
    try:
        con.execute(ATTACH, {"path": str(path)})
    except duckdb.Error as error:
        raise WarehouseError("database_unreadable", file=path.name) from error


def prune_vectors(newest: Path) -> None:
    """Delete the vectors of all published versions but `newest` and the one made before it."""
    found = [path for path in newest.parent.iterdir() if NAME.fullmatch(path.name)]
    # By time, not by name: a day published a third time sorts before its first time.
    found.sort(key=lambda path: (path == vectors_path(newest), path.stat().st_mtime_ns))
    for path in found[:-KEEP]:
        remove_database(path)
