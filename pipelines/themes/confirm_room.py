"""A person's list of confirmed voices becomes examples in the decision log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines.errors import InputError
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, Row, rejects_text
from pipelines.ingest.source import SourceColumns, SourceSpec
from pipelines.themes.confirm import THEME_COLUMNS, VOICE_COLUMN, check_list, voice_of
from pipelines.themes.decide_room import Asked
from warehouse.publish import replace_text
from warehouse.statements import Connection, rows

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
    """What a list says: voices with a theme that is new for them, rows known already, bad rows."""

    theme_of: dict[str, str]
    count_known: int
    bad: list[BadRow]

    @property
    def count_new(self) -> int:
        """Voices that the list says something new about."""
        return len(self.theme_of)

    def asked(self, source: str) -> list[Asked]:
        """Return the decisions that the list asks for: one a theme, its voices as examples."""
        voices: dict[str, list[str]] = {}
        for voice_id, theme_id in self.theme_of.items():
            voices.setdefault(theme_id, []).append(voice_id)
        return [
            Asked("example", themes=(theme_id,), voices=tuple(shown), reason=source)
            for theme_id, shown in voices.items()
        ]


def read_confirmed(con: Connection, path: Path) -> Confirmed:
    """Read a CSV, TSV or Excel file of voices that people found to be in a theme.

    Columns are voice_id and theme_id or theme_name. A list that was taken in says nothing new.
    Raises InputError for a file that cannot be read or lacks a column.
    """
    listed = _read(path)
    present = _present_themes(con, listed)
    checked = check_list(listed, set(present), _themes(con))
    new = {
        voice_id: theme_id
        for voice_id, theme_id in checked.theme_of.items()
        if present[voice_id] != theme_id
    }
    return Confirmed(new, len(listed) - len(checked.bad) - len(new), checked.bad)


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
