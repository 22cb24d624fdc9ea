"""Connections to the two databases, always with the same time zone and no network."""

import os
from datetime import date, datetime
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

TIME_ZONE = "Asia/Tokyo"

# Each blocked attempt to fetch an extension costs seconds on a machine without network.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def _connect(
    path: Path, *, read_only: bool, config: dict[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config={**OFFLINE, **config})
    except duckdb.IOException as error:
        key = "database_in_use" if "lock" in str(error).lower() else "database_unreadable"
        raise WarehouseError(key, file=path.name) from error
    except duckdb.Error as error:
        raise WarehouseError("database_unreadable", file=path.name) from error
    connection.execute("set TimeZone = $zone", {"zone": TIME_ZONE})
    # DuckDB draws a bar on standard output, into logs and made documents, once a query takes 2 s.
    connection.execute("set enable_progress_bar = false")
    return connection


def open_work(
    path: Path, *, memory_limit: str = "2GB", threads: int = 2, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open `work.duckdb`, which one process at a time may write.

    Raises WarehouseError when the file is locked by another process or is no database.
    """
    return _connect(
        path,
        read_only=read_only,
        config={
            "memory_limit": memory_limit,
            "threads": threads,
            # Readers of work tables always sort; keeping insertion order costs memory in big loads.
            "preserve_insertion_order": False,
        },
    )


def published_path(home: str | os.PathLike[str]) -> Path:
    """Return the stable path of the published file in a home; raises when there is none yet."""
    path = Path(home) / "published.duckdb"
    if not path.exists():
        raise WarehouseError("nothing_published", home=str(home))
    return path


def published_as_of(home: str | os.PathLike[str], day: date) -> Path:
    """Return the newest published file that knows what was received up to a day, and no more.

    Month-ends and the newest days are kept. Raises WarehouseError naming the days before and after
    for which a file is kept.
    """
    kept: dict[date, Path] = {}
    files = (Path(home) / "published").glob("published-*.duckdb")
    # A later run over the same day has the longer name or the later time; it knows more.
    for path in sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name)):
        stamp = path.name.split("-")[1]
        if len(stamp) == 8 and stamp.isdigit():
            kept[datetime.strptime(stamp, "%Y%m%d").date()] = path
    if day in kept:
        return kept[day]
    before = max((other for other in kept if other < day), default="-")
    after = min((other for other in kept if other > day), default="-")
    raise WarehouseError("published_not_kept", day=day, before=before, after=after)


def open_published(
    home: str | os.PathLike[str], as_of: date | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a published file of a home, read-only, with the time zone set.

    The newest one, or with `as_of` what was known on that day. The symlink is resolved first: a
    session then keeps its own night's file while later nights put new ones in place. Raises
    WarehouseError when nothing is published, or no file of that day is kept.
    """
    newest = published_path(home).resolve()
    path = newest if as_of is None else published_as_of(home, as_of)
    return _connect(path, read_only=True, config={})
