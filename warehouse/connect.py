"""Connections to the two databases, always with the same time zone and no network."""

import os
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


def open_published(home: str | os.PathLike[str]) -> duckdb.DuckDBPyConnection:
    """Open the newest published file of a home, read-only, with the time zone set.

    The symlink is resolved first: a session then keeps its own night's file while
    later nights put new ones in place. Raises WarehouseError when nothing is published.
    """
    return _connect(published_path(home).resolve(), read_only=True, config={})
