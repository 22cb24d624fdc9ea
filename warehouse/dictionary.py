"""The data dictionary of the published marts, made from the comments in the database."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.connect import open_work
from warehouse.migrate import migrate
from warehouse.statements import Connection, rows

INTRODUCTION = """\
# Data dictionary of `published.duckdb`

Made by `make docs` from the comments in the database; do not edit by hand.
The same texts are in the file itself: `select * from duckdb_columns() where schema_name = 'mart'`.

公開ファイル `published.duckdb` の表と列の意味です。データベースの中のコメントから作られています。
"""


def dictionary(con: Connection) -> str:
    """Return the dictionary as Markdown: per mart its grain, then each column with its meaning."""
    found = rows(con, "dictionary_columns")
    parts = [INTRODUCTION]
    for (table, comment), columns in groupby(found, key=lambda row: (row[0], row[1])):
        parts.append(_section(table, comment, (row[2:] for row in columns)))
    return "\n".join(parts)


def _section(table: str, comment: str, columns: Iterable[tuple[str, str, str]]) -> str:
    lines = [
        f"## mart.{table}",
        "",
        f"{comment}.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {kind.lower()} | {meaning} |" for name, kind, meaning in columns]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the dictionary of this version's marts."""
    with TemporaryDirectory() as folder, open_work(Path(folder) / "work.duckdb") as con:
        migrate(con)
        print(dictionary(con), end="")


if __name__ == "__main__":
    main()
