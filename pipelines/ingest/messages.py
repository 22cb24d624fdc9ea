"""Chat exports: one row per message becomes one row per conversation."""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import groupby

from pipelines.ingest.cells import cell
from pipelines.ingest.dates import parse_moment
from pipelines.ingest.plain import as_label, is_missing
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import SourceSpec


def conversations(rows: Iterable[Row | BadRow], spec: SourceSpec) -> Iterator[Row | BadRow]:
    """Yield one row per conversation id, in order of their first messages; bad rows come first.

    A conversation has the number of its first row, the earliest readable time, its messages in
    order of time as turns, and of every other column the first value that is not missing. Rows
    without an id come as they are. Memory stays flat: the messages wait in a file of SQLite that
    has no name and vanishes with the process (the files of tempfile would survive a kill).
    """
    with closing(sqlite3.connect("")) as store:
        store.execute("create table message (place integer primary key, id text, row blob)")
        for place, row in enumerate(rows):
            name = _id(row, spec)
            if isinstance(row, BadRow) or name is None:
                yield row
            else:
                content = pickle.dumps((row.number, row.values))
                store.execute("insert into message values (?, ?, ?)", (place, name, content))
        yield from _grouped(store, spec)


def _id(row: Row | BadRow, spec: SourceSpec) -> str | None:
    return None if isinstance(row, BadRow) else as_label(cell(row.values, spec.columns.contact_id))


def _grouped(store: sqlite3.Connection, spec: SourceSpec) -> Iterator[Row]:
    store.execute("create index by_id on message (id)")
    found = store.execute(
        """
        with conversation as (select id, min(place) as first_place from message group by id)
        select first_place, row from message inner join conversation using (id)
        order by first_place, place
        """
    )
    for _, of_one in groupby(found, key=lambda pair: pair[0]):
        yield _conversation([Row(*pickle.loads(content)) for _, content in of_one], spec)


def _conversation(messages: list[Row], spec: SourceSpec) -> Row:
    columns = spec.columns
    moments = [
        parse_moment(cell(row.values, columns.received_at), spec.received_at.formats, spec.zone)
        for row in messages
    ]
    values: dict[str, object] = {}
    for row in messages:
        for name, value in row.values.items():
            if is_missing(values.get(name)):
                values[name] = value
    first = min(
        (place for place, moment in enumerate(moments) if moment is not None),
        key=lambda place: (moments[place], place),
        default=0,
    )
    for name in columns.received_at:
        values[name] = messages[first].values.get(name)
    for name in (*columns.text, *columns.speaker):
        values.pop(name, None)
    values[columns.turns[0]] = [_turn(messages[place], spec) for place in _in_order(moments)]
    return Row(messages[0].number, values)


def _in_order(moments: list[datetime | None]) -> list[int]:
    """Places in order of time; a message without a readable time stays behind the one before."""
    known: datetime | None = next((moment for moment in moments if moment is not None), None)
    filled = []
    for moment in moments:
        known = moment or known
        filled.append(known)
    if known is None:
        return list(range(len(moments)))
    return sorted(range(len(moments)), key=lambda place: (filled[place], place))


def _turn(message: Row, spec: SourceSpec) -> dict[str, object]:
    return {
        "speaker": as_label(cell(message.values, spec.columns.speaker)),
        "text": as_label(cell(message.values, spec.columns.text)),
    }
