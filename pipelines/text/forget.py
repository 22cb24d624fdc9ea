"""The way back from [氏名1] to the name is dropped: only the masked words stay in work.duckdb."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from warehouse.statements import Connection, load, rows, run

VOICE = pa.schema({"voice_id": pa.string(), "spans": pa.string()})
FLAG = pa.schema(
    {
        "voice_id": pa.string(),
        "flag_number": pa.int32(),
        "start_offset": pa.int32(),
        "end_offset": pa.int32(),
    }
)
TURNS = pa.schema({"contact_id": pa.string(), "turns": pa.string()})


@dataclass(frozen=True)
class Forgotten:
    """How many contacts lost their original words, and how many personal items with them."""

    contacts: int
    items: int


def forget(con: Connection, before: date | None) -> Forgotten:
    """Replace original words by masked ones, for contacts received before a day or for all.

    What was received, turns and voices keep their identifiers, places and themes; places of voices
    then count characters of the masked turns. Labels of speakers and attributes that are not
    published go as well. Without a day, what was rejected goes, too.
    """
    con.begin()
    try:
        run(con, "forget_select", before=before)
        [(contacts, items)] = rows(con, "forget_count")
        _forget_voices(con)
        _forget_flags(con)
        _forget_turns(con)
        run(con, "forget_rest")
        if before is None:
            run(con, "forget_rejects")
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return Forgotten(contacts, items)


def _forget_voices(con: Connection) -> None:
    found = [
        {"voice_id": voice_id, "spans": json.dumps(moved_spans(json.loads(spans), items))}
        for voice_id, spans, items in rows(con, "forget_read_voices")
    ]
    load(con, "forget_write_voices", pa.Table.from_pylist(found, VOICE))


def _forget_flags(con: Connection) -> None:
    found = [
        {"voice_id": voice_id, "flag_number": number, "start_offset": moved["start"]}
        | {"end_offset": moved["end"]}
        for voice_id, number, place, items in rows(con, "forget_read_flags")
        for moved in moved_spans([place], items)
    ]
    load(con, "forget_write_flags", pa.Table.from_pylist(found, FLAG))


def _forget_turns(con: Connection) -> None:
    found = [
        {"contact_id": contact_id, "turns": masked_turns(turns, masked)}
        for contact_id, turns, masked in rows(con, "forget_read_turns")
    ]
    load(con, "forget_write_turns", pa.Table.from_pylist(found, TURNS))


def masked_turns(turns_json: str, masked: list[str]) -> str:
    """Return turns as received, each with its masked text and without its label, often a name."""
    turns = json.loads(turns_json)
    for turn, text in zip(turns, masked, strict=True):
        turn.pop("label", None)
        turn["text"] = text
    return json.dumps(turns, ensure_ascii=False)


def moved_spans(spans: list[dict[str, int]], items: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Return places in turns as they are once the items there are placeholders."""
    return [
        span
        | {
            "start": _moved(span["start"], _of_turn(items, span["turn"]), to_end=False),
            "end": _moved(span["end"], _of_turn(items, span["turn"]), to_end=True),
        }
        for span in spans
    ]


def _of_turn(items: list[dict[str, Any]], turn: int) -> list[dict[str, Any]]:
    return [item for item in items if item["turn_number"] == turn]


def _moved(offset: int, items: list[dict[str, Any]], *, to_end: bool) -> int:
    """Return where an offset lies in the masked turn; one inside an item moves to its edge."""
    shift = 0
    for item in items:
        start, end, length = item["start_offset"], item["end_offset"], len(item["placeholder"])
        if end <= offset:
            shift += length - (end - start)
        elif start < offset:
            return int(start + shift + (length if to_end else 0))
    return offset + shift
