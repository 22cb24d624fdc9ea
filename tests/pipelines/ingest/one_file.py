"""Write one file, take it through scan, reader and contact, and say what came of each row."""

from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.contact import ReceivedContact, to_contact
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import SourceSpec

LATEST = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
TABLE = SourceSpec(name="table")


def rows_of(path: Path, spec: SourceSpec = TABLE) -> list[Row | BadRow]:
    return list(read_rows(path, spec, scan_source_file(path, spec).encoding))


def contacts_of(path: Path, spec: SourceSpec = TABLE) -> list[ReceivedContact | BadRow]:
    return [
        row if isinstance(row, BadRow) else to_contact(row, spec, LATEST)
        for row in rows_of(path, spec)
    ]


def one_contact(path: Path, spec: SourceSpec = TABLE) -> ReceivedContact:
    [contact] = contacts_of(path, spec)
    assert isinstance(contact, ReceivedContact)
    return contact


def outcome(path: Path, spec: SourceSpec = TABLE) -> list[str]:
    """'id text' for a contact, '<number>:<reason>' for a bad row, '!key' for a refused file."""
    try:
        contacts = contacts_of(path, spec)
    except InputError as error:
        return [f"!{error.key}"]
    return [
        f"{one.number}:{one.reason}"
        if isinstance(one, BadRow)
        else f"{one.source_contact_id} {'/'.join(turn.text for turn in one.turns)}"
        for one in contacts
    ]
