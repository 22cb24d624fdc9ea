"""Numbered migrations, forward only, one transaction each, recorded with a checksum."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files

import duckdb

from warehouse.errors import WarehouseError
from warehouse.statements import Connection, rows, run


@dataclass(frozen=True)
class Migration:
    """One numbered SQL file."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """Hash of the text, to notice a migration edited after it ran."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def _read_folder(folder: str) -> list[Migration]:
    paths = sorted(
        (path for path in (files("warehouse") / folder).iterdir() if path.name.endswith(".sql")),
        key=lambda path: path.name,
    )
    return [Migration(path.name.removesuffix(".sql"), path.read_text("utf-8")) for path in paths]


def available_migrations() -> list[Migration]:
    """Return every migration in order of its number."""
    return _read_folder("migrations")


def mart_views() -> list[Migration]:
    """Return the files that define the mart views, one view per file."""
    return _read_folder("marts")


def step_views() -> list[Migration]:
    """Return the files that define views of core which several marts share, one view per file."""
    return _read_folder("steps")


def _applied(con: Connection) -> dict[str, str]:
    run(con, "migration_table")
    return dict(rows(con, "migration_list"))


def migrate(con: Connection) -> list[str]:
    """Bring a work database up to date and re-create the mart views; returns what was applied.

    Raises WarehouseError when an applied migration was edited or is unknown to this version.
    """
    applied, known = _applied(con), available_migrations()
    unknown = set(applied) - {migration.name for migration in known}
    if unknown:
        raise WarehouseError("database_newer", migration=max(unknown))
    new = [migration for migration in known if migration.name not in applied]
    for migration in known:
        if applied.get(migration.name, migration.checksum) != migration.checksum:
            raise WarehouseError("migration_edited", migration=migration.name)
    for migration in new:
        _apply(con, migration)
    _recreate_views(con)
    return [migration.name for migration in new]


def _apply(con: Connection, migration: Migration) -> None:
    con.begin()
    try:
        con.execute(migration.sql)
        run(con, "migration_record", name=migration.name, checksum=migration.checksum)
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise


def _recreate_views(con: Connection) -> None:
    con.begin()
    try:
        for view in (*step_views(), *mart_views()):
            con.execute(view.sql)
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise
