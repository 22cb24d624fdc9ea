"""What a home holds, in a form in which two homes can be compared."""

from pathlib import Path

import duckdb

from warehouse import open_published

# Moments and times of the machine: equal work gives other values each time. A decision is named
# after its moment.
VOLATILE = {
    "seconds", "started_at", "finished_at", "modified_ns", "applied_at", "confirmed_at",
    "decision_id", "decided_at", "state_by",
}  # fmt: skip
# Which run and file brought a row: another number of nights or files gives other values.
ORIGIN = {"run_id", "file_id", "row_number", "version", "log_number"}

Tables = dict[str, list[str]]

LIST = """
    select schema_name || '.' || table_name, list(column_name order by column_index)
    from duckdb_columns()
    where database_name = current_database() and schema_name in ('raw', 'core', 'mart')
    group by all
    order by all
"""


def _tables(con: duckdb.DuckDBPyConnection, schemas: tuple[str, ...], without: set[str]) -> Tables:
    found: Tables = {}
    for table, columns in con.execute(LIST).fetchall():
        if table.split(".")[0] not in schemas:
            continue
        kept = ", ".join(f'"{column}"' for column in columns if column not in without)
        found[table] = sorted(map(repr, con.execute(f"select {kept} from {table}").fetchall()))
    return found


def work_tables(home: Path, without: set[str] = frozenset()) -> Tables:
    """Every row of raw and core, without volatile columns."""
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as con:
        return _tables(con, ("raw", "core"), VOLATILE | without)


def mart_tables(home: Path, without: set[str] = frozenset()) -> Tables:
    """Every row of the published marts, without volatile columns."""
    with open_published(home) as con:
        return _tables(con, ("mart",), VOLATILE | without)


def everything(home: Path) -> Tables:
    """Every row of both databases."""
    return work_tables(home) | mart_tables(home)


def every_column(home: Path) -> Tables:
    """Every row of both databases with every column, to see that nothing at all was touched."""
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as con:
        work = _tables(con, ("raw", "core"), set())
    with open_published(home) as con:
        return work | _tables(con, ("mart",), set())


def differences(one: Tables, other: Tables) -> list[str]:
    """Say in which tables two homes differ, with one row of each side."""
    told = [f"{name}: only on one side" for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            left = sorted(set(one[name]) - set(other[name]))
            right = sorted(set(other[name]) - set(one[name]))
            told.append(
                f"{name}: {len(one[name])} and {len(other[name])} rows, "
                f"{str(left[:1])[:400]} against {str(right[:1])[:400]}"
            )
    return told


def ask(home: Path, question: str) -> list[tuple]:  # type: ignore[type-arg]
    """Return the rows of a query on work.duckdb."""
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as con:
        return con.execute(question).fetchall()


def quarantine(home: Path) -> dict[str, bytes]:
    """Every file in quarantine and what it holds."""
    folder = home / "quarantine"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def leftovers(home: Path) -> list[str]:
    """Files that only a night at work may have: half-built, set aside, or a write-ahead log."""
    patterns = ("**/*.building*", "**/.*.new", "**/*.tmp", "**/*.wal")
    found = {path for pattern in patterns for path in home.glob(pattern)}
    return sorted(str(path.relative_to(home)) for path in found)
