"""Room confirm: a person's list of confirmed voices becomes core.confirmation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from pipelines.errors import InputError
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, Row, rejects_text
from pipelines.ingest.source import SourceColumns, SourceSpec
from pipelines.themes.confirm import THEME_COLUMNS, VOICE_COLUMN, check_list, voice_of
from warehouse.publish import replace_text
from warehouse.statements import Connection, load, rows

# Only the voice is a column that must be there; which of two columns names the theme is free.
_LIST = SourceSpec(
    name="confirmed",
    columns=SourceColumns(
        contact_id=(VOICE_COLUMN,), received_at=(VOICE_COLUMN,), text=(VOICE_COLUMN,)
    ),
)

Explain = Callable[[str, Mapping[str, object]], str]


@dataclass(frozen=True)
class Confirmed:
    """What became of a list: rows that say something new, rows known already, and bad rows."""

    count_new: int
    count_known: int
    bad: list[BadRow]


def confirm(con: Connection, path: Path, now: datetime) -> Confirmed:
    """Write core.confirmation from a CSV, TSV or Excel file, in the caller's transaction.

    Columns are voice_id and theme_id or theme_name. The same list again changes nothing. Raises
    InputError for a file that cannot be read or lacks a column.
    """
    listed = _read(path)
    present = _present_themes(con, listed)
    checked = check_list(listed, set(present), _themes(con))
    new = {
        voice_id: theme_id
        for voice_id, theme_id in checked.theme_of.items()
        if present[voice_id] != theme_id
    }
    incoming = pa.table(
        {
            "voice_id": pa.array(list(new), pa.string()),
            "theme_id": pa.array(list(new.values()), pa.string()),
        }
    )
    load(con, "confirm_write", incoming, confirmed_at=now, source=path.name)
    known = len(listed) - len(checked.bad) - len(new)
    return Confirmed(len(new), known, checked.bad)


def _read(path: Path) -> list[Row | BadRow]:
    if not path.is_file():
        raise InputError("confirmed_missing", file=path.name)
    try:
        scan = scan_source_file(path, _LIST)
        listed = list(read_rows(path, _LIST, scan.encoding)) if not scan.is_empty else []
    except OSError:
        raise InputError("confirmed_missing", file=path.name) from None
    first = next((row for row in listed if isinstance(row, Row)), None)
    if first is not None and not set(THEME_COLUMNS) & first.values.keys():
        raise InputError("missing_columns", file=path.name, columns=THEME_COLUMNS[0])
    return listed


def _present_themes(con: Connection, listed: list[Row | BadRow]) -> dict[str, str | None]:
    """Return the listed voices that exist, each with the theme it is confirmed for now."""
    ids = {voice_of(row) for row in listed if isinstance(row, Row)} - {None}
    con.register("incoming", pa.table({"voice_id": pa.array(sorted(map(str, ids)), pa.string())}))
    try:
        return dict(rows(con, "confirm_known"))
    finally:
        con.unregister("incoming")


def _themes(con: Connection) -> dict[str, str]:
    """Return the theme_id for each living theme's identifier and name."""
    found = rows(con, "confirm_themes")
    by_name = {theme_name: theme_id for theme_id, theme_name in found if theme_name}
    return by_name | {theme_id: theme_id for theme_id, _ in found}


def write_rejects(folder: Path, file_name: str, bad: list[BadRow], explain: Explain) -> Path:
    """Leave bad rows where a person can mend them, each with its reason in words; returns where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_name}.rejects.jsonl"
    replace_text(path, rejects_text([(row.number, row.reason, row.raw) for row in bad], explain))
    return path
