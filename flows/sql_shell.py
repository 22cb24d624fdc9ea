"""Questions in SQL to the published file, answered as text."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from flows.errors import FrontDoorError

Rows = Sequence[tuple[Any, ...]]


def answer(con: duckdb.DuckDBPyConnection, query: str, form: str = "table") -> str:
    """Return the result of a query as table, csv, json (one array) or md.

    Raises FrontDoorError with DuckDB's own explanation when the query cannot be run.
    """
    try:
        result = con.execute(query)
        names = [column[0] for column in result.description or []]
        rows = result.fetchall()
    except duckdb.Error as error:
        raise FrontDoorError("sql_error", why=_first_line(error)) from None
    return {"csv": _as_csv, "json": _as_json, "md": _as_markdown, "table": _as_table}[form](
        names, rows
    )


def _first_line(error: duckdb.Error) -> str:
    return " ".join(line.strip() for line in str(error).splitlines() if line.strip())


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _as_csv(names: list[str], rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue()


def _as_json(names: list[str], rows: Rows) -> str:
    records = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=1, default=str) + "\n"


def _as_markdown(names: list[str], rows: Rows) -> str:
    def line(cells: Sequence[object]) -> str:
        escaped = [_text(cell).replace("|", "\\|").replace("\n", "<br>") for cell in cells]
        return "| " + " | ".join(escaped) + " |\n"

    return line(names) + line(["---"] * len(names)) + "".join(line(row) for row in rows)


def _as_table(names: list[str], rows: Rows) -> str:
    table = Table(show_lines=False, header_style="bold")
    for position, name in enumerate(names):
        is_number = any(isinstance(row[position], int | float) for row in rows[:50])
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*[_text(value) for value in row])
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get() + f"({len(rows)} 行)\n"


def talk(con: duckdb.DuckDBPyConnection, history: Path) -> None:
    """Answer questions until the end of input; a mistake is told and does not end the talk."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory
    from prompt_toolkit.lexers import PygmentsLexer
    from pygments.lexers.sql import SqlLexer

    from flows.cli import say

    history.parent.mkdir(exist_ok=True)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)), lexer=PygmentsLexer(SqlLexer)
    )
    say("sql_welcome")
    while True:
        try:
            query = session.prompt("voc> ").strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if query in ("exit", "quit", ".quit", "\\q"):
            return
        if query:
            _tell(con, query)


def _tell(con: duckdb.DuckDBPyConnection, query: str) -> None:
    from flows.cli import say

    try:
        print(answer(con, query), end="")
    except FrontDoorError as error:
        say(error.key, **error.values)
