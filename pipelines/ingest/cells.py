"""The value of a standard field in a row, out of one column or several."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pipelines.ingest.plain import as_label, is_missing


def cell(values: Mapping[str, object], names: Sequence[str]) -> object:
    """One value of one or several columns; several are joined by a space, missing ones left out."""
    if len(names) == 1:
        value = values.get(names[0])
        return None if is_missing(value) else value
    parts = [values.get(name) for name in names]
    return " ".join(_part(part) for part in parts if not is_missing(part)) or None


def _part(value: object) -> str:
    # A spreadsheet holds a date beside a time column as that date at midnight.
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return value if isinstance(value, str) else as_label(value) or ""
