"""The header of a table: its column names made clean, and refused when columns are missing."""

from collections import Counter
from collections.abc import Sequence

from pipelines.errors import InputError
from pipelines.ingest.plain import clean_text
from pipelines.ingest.source import SourceColumns


def clean_name(cell: object) -> str:
    """Take byte-order marks, control characters and outer (also full-width) space off a name."""
    return "" if cell is None else clean_text(str(cell)).strip("\ufeff \t\n\u3000")


def checked_header(
    cells: Sequence[object], columns: SourceColumns, file_name: str
) -> tuple[str, ...]:
    """Return clean column names; a nameless column gets the name column_<position from 1>.

    Raises InputError `missing_columns` (the source's own names, never the found ones: the first
    line of a headerless file is a customer's data) or `duplicate_columns` (positions from 1).
    """
    names = [clean_name(cell) for cell in cells]
    if missing := missing_columns(names, columns):
        raise InputError("missing_columns", file=file_name, columns=", ".join(missing))
    named = [name or f"column_{position}" for position, name in enumerate(names, 1)]
    counts = Counter(named)
    if doubled := [str(place) for place, name in enumerate(named, 1) if counts[name] > 1]:
        raise InputError("duplicate_columns", file=file_name, positions=", ".join(doubled))
    return tuple(named)


def missing_columns(names: Sequence[str], columns: SourceColumns) -> list[str]:
    """Name the required columns that a header lacks: id, date, and the words (text or turns)."""
    present = set(names)
    required = [*columns.contact_id, *columns.received_at]
    missing = [name for name in required if name not in present]
    has_text = bool(columns.text) and present.issuperset(columns.text)
    has_turns = bool(columns.turns) and present.issuperset(columns.turns)
    if not has_text and not has_turns:
        words = columns.text or columns.turns
        missing += [name for name in words if name not in present]
    return list(dict.fromkeys(missing))
