"""SQL statements by name: one `.sql` file each, with `$named` parameters."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

Connection = duckdb.DuckDBPyConnection


@cache
def statement(name: str) -> str:
    """Return the text of `warehouse/statements/<name>.sql`."""
    return (files("warehouse") / "statements" / f"{name}.sql").read_text("utf-8")


def run(con: Connection, name: str, /, **parameters: Any) -> None:
    """Execute a named statement (one or several) for its effect."""
    con.execute(statement(name), parameters or None)


def rows(con: Connection, name: str, /, **parameters: Any) -> list[tuple[Any, ...]]:
    """Execute a named query and return all rows as tuples."""
    return con.execute(statement(name), parameters or None).fetchall()


def arrow(con: Connection, name: str, /, **parameters: Any) -> pa.Table:
    """Execute a named query and return an Arrow table."""
    return con.sql(statement(name), params=parameters or None).to_arrow_table()


def batches(
    con: Connection, name: str, batch_rows: int, /, **parameters: Any
) -> Iterator[pa.RecordBatch]:
    """Execute a named query and yield its rows a batch at a time, for results larger than memory.

    Nothing else may be asked of the connection before the last batch was taken.
    """
    yield from con.sql(statement(name), params=parameters or None).to_arrow_reader(batch_rows)


def load(con: Connection, name: str, incoming: pa.Table, /, **parameters: Any) -> None:
    """Execute a named statement that reads the Arrow table under the name `incoming`.

    Arrow is the only bulk way in: executemany is some 800 times slower.
    """
    con.register("incoming", incoming)
    try:
        con.execute(statement(name), parameters or None)
    except BaseException:
        # In a transaction that failed this fails too, and would hide the reason.
        with suppress(duckdb.Error):
            con.unregister("incoming")
        raise
    con.unregister("incoming")
