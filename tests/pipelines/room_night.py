"""A night in a migrated database of its own, for tests of single rooms."""

from datetime import UTC, date, datetime

from pipelines.night import Night
from tests.new_database import work_database
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

__all__ = ["NOW", "close", "night_of", "work_database"]

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)


def night_of(con: Connection, as_of: date) -> Night:
    """Return the night of a business day, its run open."""
    return Night(con, open_run(con, "nightly", as_of, NOW, "{}"), NOW)


def close(night: Night) -> None:
    """Mark the run of a night as done."""
    finish_run(night.con, night.run, NOW)
