"""A night in a migrated database of its own, for tests of single rooms."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.night import Night
from warehouse.connect import open_work
from warehouse.ledger import finish_run, open_run
from warehouse.migrate import migrate
from warehouse.statements import Connection

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)


@contextmanager
def work_database(folder: Path) -> Iterator[Connection]:
    """Open a new, migrated work.duckdb."""
    with open_work(folder / "work.duckdb") as con:
        migrate(con)
        yield con


def night_of(con: Connection, as_of: date) -> Night:
    """Return the night of a business day, its run open."""
    return Night(con, open_run(con, "nightly", as_of, NOW, "{}"), NOW)


def close(night: Night) -> None:
    """Mark the run of a night as done."""
    finish_run(night.con, night.run, NOW)
