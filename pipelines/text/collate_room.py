"""Room collate: contacts told in the same words are found, and copies told from campaigns."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from pipelines.definitions import declare, fingerprint_of
from pipelines.night import Night
from pipelines.text.copies import DAY_MS, Collator, CopySettings, Place, Told
from pipelines.text.wording import SHARED, WORDING_VERSION, all_words, compared_words
from warehouse.ledger import Stage, stage
from warehouse.statements import load, rows, run

BATCH_CONTACTS = 5_000

BATCH = pa.schema(
    {
        "contact_id": pa.string(),
        "received_ms": pa.int64(),
        "customer_key": pa.string(),
        "words_hash": pa.string(),
        "bands": pa.list_(pa.uint64()),
    }
)
PLACED = pa.schema(
    {
        "contact_id": pa.string(),
        "words_hash": pa.string(),
        "bands": pa.list_(pa.uint64()),
        "wording_contact_id": pa.string(),
        "original_contact_id": pa.string(),
        "copy_kind": pa.string(),
        "similarity": pa.float64(),
    }
)


class RepeatSettings(BaseModel):
    """How many days after a contact of a customer the next one is a repeat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    within_days: int = Field(30, ge=0)


def collate(night: Night, settings: CopySettings, repeat: RepeatSettings) -> None:
    """Write core.signature, core.signature_band and core.contact_copy for contacts not yet placed.

    Contacts are placed in the order in which they were received, against what was placed before.
    A corrected one is placed anew, with all that were placed by it.
    """
    con = night.con
    fingerprint = fingerprint_of(settings, WORDING_VERSION)
    with stage(con, night.run, "collate", "contact") as counts:
        declare(night, "copies", fingerprint)
        declare(night, "repeat", fingerprint_of(repeat, "1"))
        run(con, "collate_set_repeat_rule", within_days=repeat.within_days)
        run(con, "collate_select_open", collate_fingerprint=fingerprint)
        run(con, "collate_select_stale")
        run(con, "collate_forget_stale")
        run(con, "collate_select_due")
        [(total,)] = rows(con, "collate_count_due")
        for first in range(0, total, BATCH_CONTACTS):
            due = rows(con, "collate_read_due", first=first, last=first + BATCH_CONTACTS)
            placed = _place([_told(row) for row in due], night, settings)
            _write(night, placed, fingerprint)
            _count(counts, placed)
            night.progress(first + len(due), total)
            counts.checkpoint()


def _told(row: Sequence[Any]) -> Told:
    contact_id, received_ms, customer_key, *traits, masked_turns = row
    words = compared_words(masked_turns)
    whole = all_words(masked_turns)
    return Told(contact_id, received_ms, customer_key, tuple(traits), words, whole)


def _place(batch: list[Told], night: Night, settings: CopySettings) -> list[tuple[Told, Place]]:
    con, collator = night.con, Collator(settings)
    asked = [
        {
            "contact_id": told.contact_id,
            "received_ms": told.received_ms,
            "customer_key": told.customer_key,
            "words_hash": told.words_hash,
            "bands": _bands(told, settings),
        }
        for told in batch
    ]
    load(con, "collate_set_batch", pa.Table.from_pylist(asked, BATCH))
    for words_hash, wording_contact_id in rows(con, "collate_known_words"):
        collator.remember_words(words_hash, wording_contact_id)
    limits = {
        "shared": SHARED,
        "first_ms": batch[0].received_ms,
        "last_ms": batch[-1].received_ms,
        "within_ms": settings.within_days * DAY_MS,
    }
    for *told, wording, original in rows(con, "collate_read_candidates", **limits):
        collator.remember(_told(told), Place(wording, original))
    return [(told, collator.place(told)) for told in batch]


def _bands(told: Told, settings: CopySettings) -> list[int]:
    return told.bands if told.is_as_long_as(settings.min_characters) else []


def _write(night: Night, placed: list[tuple[Told, Place]], fingerprint: str) -> None:
    found = pa.Table.from_pylist([_row(told, place) for told, place in placed], PLACED)
    load(night.con, "collate_write_signatures", found, collate_fingerprint=fingerprint)
    load(night.con, "collate_write_bands", found)
    load(night.con, "collate_write_copies", found, run_id=night.run.run_id)


def _row(told: Told, place: Place) -> dict[str, object]:
    is_first = place.wording_contact_id == told.contact_id
    return {
        "contact_id": told.contact_id,
        "words_hash": told.words_hash,
        "bands": told.bands if is_first else [],
        "wording_contact_id": place.wording_contact_id,
        "original_contact_id": place.original_contact_id,
        "copy_kind": place.copy_kind,
        "similarity": place.similarity,
    }


def _count(counts: Stage, placed: list[tuple[Told, Place]]) -> None:
    counts.wrote(len(placed))
    places = [place for _, place in placed]
    made = {
        "copies": sum(place.original_contact_id is not None for place in places),
        "too_short_to_compare": sum(place.wording_contact_id is None for place in places),
    }
    for reason, count in made.items():
        if count:
            counts.note(reason, count)
