"""Room extract: what the customer said is cut out of each contact and becomes voices."""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from pipelines.definitions import declare
from pipelines.night import Night
from pipelines.text.clauses import Speaker, TurnText
from pipelines.text.extract import Extractor, Voice
from pipelines.text.mask import MaskedText, Span
from pipelines.text.normalise import text_hash
from warehouse.ledger import Stage, stage
from warehouse.statements import load, rows, run

BATCH_CONTACTS = 5_000

# Voices last: the others find what to forget through them.
FORGET = (
    "extract_forget_flags",
    "extract_forget_assignments",
    "extract_forget_aside",
    "extract_forget_waiting",
    "extract_forget_example_states",
    "extract_forget_examples",
    "extract_forget_voices",
)

VOICE = pa.schema(
    {
        "voice_id": pa.string(),
        "contact_id": pa.string(),
        "voice_number": pa.int32(),
        "text": pa.string(),
        "masked": pa.string(),
        "text_hash": pa.string(),
        "vector_text": pa.string(),
        "kind": pa.string(),
        "kind_probability": pa.float64(),
        "spans": pa.string(),
    }
)

FLAG = pa.schema(
    {
        "voice_id": pa.string(),
        "flag_number": pa.int32(),
        "flag": pa.string(),
        "category": pa.string(),
        "category_name": pa.string(),
        "severity": pa.int32(),
        "turn_number": pa.int32(),
        "start_offset": pa.int32(),
        "end_offset": pa.int32(),
        "masked": pa.string(),
    }
)


def voice_id(contact_id: str, voice_number: int, words_hash: str) -> str:
    """Return the identifier of a voice: same contact, same place, same words, same identifier."""
    key = f"{contact_id}\x1f{voice_number}\x1f{words_hash}"
    return "v" + hashlib.blake2b(key.encode(), digest_size=10).hexdigest()


def extract(
    night: Night, extractor: Extractor, fingerprint: str, fast_lane_fingerprint: str
) -> None:
    """Write core.voice, voice_flag, text and extraction for contacts masked or changed since.

    A corrected contact loses its former voices together with their place in a theme. Other words
    of the fast lane mean reading all anew: they may keep what was left out before.
    """
    con = night.con
    with stage(con, night.run, "extract", "contact") as counts:
        declare(night, "extraction", fingerprint)
        declare(night, "fast_lane", fast_lane_fingerprint)
        fingerprint = f"{fingerprint} {fast_lane_fingerprint}"
        run(con, "extract_select_due", extract_fingerprint=fingerprint)
        [(total,)] = rows(con, "extract_count_due")
        for first in range(0, total, BATCH_CONTACTS):
            bounds = {"first": first, "last": first + BATCH_CONTACTS}
            turns = rows(con, "extract_read_due", **bounds)
            found = _voices(turns, extractor)
            _write(night, counts, found)
            run(con, "extract_write_done", extract_fingerprint=fingerprint, **bounds)
            night.progress(first + len(found), total)
            counts.checkpoint()


def _voices(turns: list[tuple[Any, ...]], extractor: Extractor) -> dict[str, list[Voice]]:
    contacts = {
        contact_id: [_turn(*turn[1:]) for turn in of_contact]
        for contact_id, of_contact in groupby(turns, key=itemgetter(0))
    }
    return dict(zip(contacts, extractor.extract_all(list(contacts.values())), strict=True))


def _turn(speaker: Speaker, text: str, masked: str, items: list[dict[str, Any]]) -> TurnText:
    spans = [
        Span(item["start_offset"], item["end_offset"], item["item_type"], item["placeholder"])
        for item in items
    ]
    return TurnText(speaker, text, MaskedText(masked, spans))


def _write(night: Night, counts: Stage, found: dict[str, list[Voice]]) -> None:
    voices = [
        _voice_row(contact_id, number, voice)
        for contact_id, of_contact in found.items()
        for number, voice in enumerate(of_contact, start=1)
    ]
    ids = pa.table({"contact_id": pa.array(list(found), pa.string())})
    incoming = pa.Table.from_pylist(voices, VOICE)
    for name in FORGET:
        night.con.register("kept", incoming)
        load(night.con, name, ids)
        night.con.unregister("kept")
    load(night.con, "extract_write_texts", incoming)
    load(night.con, "extract_write_voices", incoming, run_id=night.run.run_id)
    flags = [row for of_contact in found.items() for row in _flag_rows(*of_contact)]
    load(night.con, "extract_write_flags", pa.Table.from_pylist(flags, FLAG))
    silent = sum(not of_contact for of_contact in found.values())
    counts.wrote(len(found) - silent)
    if silent:
        counts.reject("no_customer_words", silent)
    counts.note("voices", len(voices))
    if flags:
        counts.note("flagged_voices", len({row["voice_id"] for row in flags}))


def _flag_rows(contact_id: str, voices: list[Voice]) -> Iterator[dict[str, object]]:
    for number, voice in enumerate(voices, start=1):
        for flag_number, one in enumerate(voice.flags, start=1):
            yield {
                "voice_id": voice_id(contact_id, number, text_hash(voice.vector_text)),
                "flag_number": flag_number,
                "flag": one.flag,
                "category": one.category,
                "category_name": one.name,
                "severity": one.severity,
                "turn_number": one.turn + 1,
                "start_offset": one.start,
                "end_offset": one.end,
                "masked": one.masked,
            }


def _voice_row(contact_id: str, number: int, voice: Voice) -> dict[str, object]:
    words_hash = text_hash(voice.vector_text)
    return {
        "voice_id": voice_id(contact_id, number, words_hash),
        "contact_id": contact_id,
        "voice_number": number,
        "text": voice.text,
        "masked": voice.masked,
        "text_hash": words_hash,
        "vector_text": voice.vector_text,
        "kind": voice.kind,
        "kind_probability": voice.kind_probability,
        "spans": json.dumps(
            [{"turn": span.turn + 1, "start": span.start, "end": span.end} for span in voice.spans]
        ),
    }
