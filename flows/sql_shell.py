"""Questions in SQL to the published file, answered as text."""

import csv
import io
import json
import math
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.errors import FrontDoorError

Rows = Sequence[tuple[Any, ...]]

# A column folded to fewer cells than this is harder to read than one line a value.
NARROWEST = 16
BORDER = 3


def answer(
    con: duckdb.DuckDBPyConnection, query: str, form: str = "table", width: int | None = None
) -> str:
    """Return the result of a query as table, csv, json (one array) or md.

    A table is at most `width` cells wide, or as wide as its longest row. Raises FrontDoorError
    with DuckDB's own explanation when the query cannot be run.
    """
    try:
        result = con.execute(query)
        names = _unlike([column[0] for column in result.description or []] if result else [])
        rows = result.fetchall() if names else []
    except duckdb.Error as error:
        raise FrontDoorError("sql_error", why=_why(error)) from None
    if not names:
        raise FrontDoorError("sql_nothing")
    if form == "table":
        return _as_table(names, rows, width)
    return {"csv": as_csv, "json": _as_json, "md": as_markdown}[form](names, rows)


def answer_all(
    con: duckdb.DuckDBPyConnection, text: str, form: str, width: int | None = None
) -> str:
    """Return the results of all statements in a text, one after the other."""
    try:
        statements = [statement.query for statement in con.extract_statements(text)]
    except duckdb.Error as error:
        raise FrontDoorError("sql_error", why=_why(error)) from None
    return "\n".join(answer(con, query, form, width) for query in statements or [""])


def terminal_width() -> int | None:
    """Return the cells in a line of the terminal; None in a pipe or a file, which have no edge."""
    return Console().width if sys.stdout.isatty() else None


def _why(error: duckdb.Error) -> str:
    """Return DuckDB's words on one line, without the picture that points at the place."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(line for line in lines if not line.startswith("LINE ") and line.strip("^ "))


def _unlike(names: list[str]) -> list[str]:
    """Return names of which none is another's, as DuckDB's own data frames call them."""
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        seen[name] = seen.get(name, -1) + 1
        names[position] = f"{name}_{seen[name]}" if seen[name] else name
    return names


def _plain(value: object) -> object:
    """Return a value as JSON can hold it: no NaN, decimals as numbers."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def json_text(value: object, indent: int | None = None) -> str:
    """Return a value as valid JSON, dates as text."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=indent, default=str)


def _exact(value: object) -> object:
    if isinstance(value, bool | list | tuple | dict):
        return json_text(value)
    return "" if value is None else value


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1 else str(round(value, 6))
    return str(_exact(value))


def as_csv(names: list[str], rows: Rows) -> str:
    """Return rows as CSV with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_exact(value) for value in row] for row in rows)
    return out.getvalue()


def _as_json(names: list[str], rows: Rows) -> str:
    return json_text([dict(zip(names, row, strict=True)) for row in rows], indent=1) + "\n"


def as_markdown(names: list[str], rows: Rows) -> str:
    """Return rows as a Markdown table."""

    def line(cells: Sequence[object]) -> str:
        escaped = ["<br>".join(_text(cell).splitlines()).replace("|", "\\|") for cell in cells]
        return "| " + " | ".join(escaped) + " |\n"

    return line(names) + line(["---"] * len(names)) + "".join(line(row) for row in rows)


def _as_table(names: list[str], rows: Rows, width: int | None) -> str:
    from flows.cli import worded

    cells = [[_text(value) for value in row] for row in rows]
    is_right = [
        any(_is_number(row[position]) for row in rows[:50]) for position in range(len(names))
    ]
    if width is None:
        shown = _wide(names, cells, is_right)
    elif rows and _narrowest(names, cells) > width:
        shown = _one_line_a_value(names, cells)
    else:
        shown = drawn(_table(names, cells, is_right), width)
    return shown + worded("sql_rows", count=f"{len(rows):,}") + "\n"


def _wide(names: list[str], cells: list[list[str]], is_right: list[bool]) -> str:
    """Return one line a row, for files and pipes; rich takes a minute for 20,000 rows."""
    lines = [names, *([cell.replace("\n", "\\n") for cell in row] for row in cells)]
    widths = [[cell_len(cell) for cell in line] for line in lines]
    widest = [max(column) for column in zip(*widths, strict=True)]

    def line(cells: list[str], widths: list[int]) -> str:
        padded = [
            " " * (most - wide) + cell if right else cell + " " * (most - wide)
            for cell, wide, most, right in zip(cells, widths, widest, is_right, strict=True)
        ]
        return "│ " + " │ ".join(padded) + " │\n"

    first, *others = map(line, lines, widths)
    bars = ["─" * (most + 2) for most in widest]
    top, middle, bottom = ("┬".join(bars), "┼".join(bars), "┴".join(bars))
    return f"┌{top}┐\n{first}├{middle}┤\n{''.join(others)}└{bottom}┘\n"


def _narrowest(names: list[str], cells: list[list[str]]) -> int:
    widest = [max(map(_width, column)) for column in zip(names, *cells, strict=True)]
    return sum(min(wide, NARROWEST) + BORDER for wide in widest) + 1


def _width(text: str) -> int:
    return max((cell_len(line) for line in text.splitlines()), default=0)


def _table(names: list[str], cells: list[list[str]], is_right: list[bool]) -> Table:
    table = Table(box=box.SQUARE, header_style="bold")
    for name, right in zip(names, is_right, strict=True):
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in cells:
        # As Text: "[b]" or ":heart:" in a customer's words is no mark-up.
        table.add_row(*[Text(cell) for cell in row])
    return table


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def drawn(table: Table, width: int) -> str:
    """Return a table as lines of text, bold where the output is a terminal."""
    console = Console(width=width)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _one_line_a_value(names: list[str], cells: list[list[str]]) -> str:
    """Return rows too wide for the terminal as one line a column, as psql's \\x does."""
    longest = max(map(_width, names))
    blocks = []
    for number, row in enumerate(cells, 1):
        pairs = zip(names, row, strict=True)
        blocks.append(
            f"── {number} ──\n"
            + "".join(f"{name}{' ' * (longest - _width(name))}  {cell}\n" for name, cell in pairs)
        )
    return "".join(blocks)


def talk(con: duckdb.DuckDBPyConnection, history: Path) -> None:
    """Answer questions until the end of input; a mistake is told and does not end the talk."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.lexers import PygmentsLexer
    from pygments.lexers.sql import SqlLexer

    from flows.cli import say

    session: PromptSession[str] = PromptSession(
        history=_history(history), lexer=PygmentsLexer(SqlLexer)
    )
    say("sql_welcome")
    while True:
        try:
            query = session.prompt("voc> ").strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if query.rstrip(";") in ("exit", "quit", ".exit", ".quit", "\\q"):
            return
        if query:
            _tell(con, query)


def _history(path: Path) -> Any:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    except OSError:
        # An analyst may read a home without the right to write in it.
        return InMemoryHistory()
    return FileHistory(str(path))


def _tell(con: duckdb.DuckDBPyConnection, query: str) -> None:
    from flows.cli import say

    try:
        print(answer_all(con, query, "table", terminal_width()), end="")
    except FrontDoorError as error:
        say(error.key, **error.values)
