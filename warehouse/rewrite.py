"""A database file written anew, so that deleted words are in none of its free blocks."""

import os
from pathlib import Path

from warehouse.connect import open_work

FRESH = ".work.fresh.duckdb"
ATTACH = "attach $path as fresh"
COPY = "copy from database work to fresh"


def rewrite_work(path: Path) -> None:
    """Copy `work.duckdb` into a new file and put it in place; a killed copy changes nothing.

    DuckDB does not blank what an update or delete freed: the old words could be read in the file.
    """
    fresh = path.with_name(FRESH)
    _remove(fresh)
    try:
        with open_work(path) as con:
            con.execute("checkpoint")
            con.execute(ATTACH, {"path": str(fresh)})
            con.execute(COPY)
            con.execute("detach fresh")
        _fsync(fresh)
        os.replace(fresh, path)
    finally:
        _remove(fresh)


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _fsync(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())
