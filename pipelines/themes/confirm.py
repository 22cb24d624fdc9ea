"""Check a person's list of confirmed voices, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.ingest.plain import as_label, canonical_json, plain_value
from pipelines.ingest.rows import BadRow, Row, reject

VOICE_COLUMN = "voice_id"
THEME_COLUMNS = ("theme_id", "theme_name")

CONFIRM_REASONS = (
    "missing_voice",
    "unknown_voice",
    "missing_theme",
    "unknown_theme",
    "voice_twice",
)


@dataclass(frozen=True)
class CheckedList:
    """The theme of each voice, in the order of the list, and the rows that cannot be used."""

    theme_of: dict[str, str]
    bad: list[BadRow]


def check_list(
    listed: Iterable[Row | BadRow], voice_ids: set[str], themes: Mapping[str, str]
) -> CheckedList:
    """Sort rows into confirmed voices and bad rows.

    `voice_ids` are the voices that exist, `themes` gives the theme_id for each theme_id and each
    name of a living theme. Of two rows that give one voice to different themes the first counts.
    """
    theme_of: dict[str, str] = {}
    bad: list[BadRow] = []
    for row in listed:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        voice_id, theme_id = voice_of(row), themes.get(_theme_said(row) or "")
        if voice_id is None or voice_id not in voice_ids:
            bad.append(_refused(row, "unknown_voice" if voice_id else "missing_voice"))
        elif theme_id is None:
            bad.append(_refused(row, "unknown_theme" if _theme_said(row) else "missing_theme"))
        elif theme_of.setdefault(voice_id, theme_id) != theme_id:
            bad.append(_refused(row, "voice_twice"))
    return CheckedList(theme_of, bad)


def voice_of(row: Row) -> str | None:
    """Return the voice_id in a row, None when the cell is empty."""
    return as_label(row.values.get(VOICE_COLUMN))


def _theme_said(row: Row) -> str | None:
    said = (as_label(row.values.get(column)) for column in THEME_COLUMNS)
    return next((theme for theme in said if theme), None)


def _refused(row: Row, reason: str) -> BadRow:
    return reject(row.number, reason, canonical_json(plain_value(row.values)))
