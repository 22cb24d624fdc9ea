"""SQL statements by name: one `.sql` file each, with `$named` parameters."""

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
