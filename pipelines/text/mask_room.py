"""Room mask: contacts due tonight lose their personal data before anything else reads them."""

import json
from typing import Any

import pyarrow as pa

from pipelines.definitions import declare
from pipelines.night import Night
from pipelines.text.mask import MaskedText, Masker
from warehouse.ledger import stage
from warehouse.statements import load, rows, run

BATCH_CONTACTS = 2_000

TURN = pa.schema(
    {
        "contact_id": pa.string(),
        "turn_number": pa.int32(),
        "speaker": pa.string(),
        "text": pa.string(),
        "masked": pa.string(),
        "speaker_by": pa.string(),
        "speaker_confidence": pa.float64(),
    }
)
ITEM = pa.schema(
    {
        "contact_id": pa.string(),
        "turn_number": pa.int32(),
        "start_offset": pa.int32(),
        "end_offset": pa.int32(),
        "item_type": pa.string(),
        "placeholder": pa.string(),
    }
)
PUBLISHED_ID = pa.schema({"contact_id": pa.string(), "published_source_id": pa.string()})


def mask(night: Night, masker: Masker, fingerprint: str) -> None:
    """Write core.contact, core.turn and core.personal_item for contacts received up to the day.

    Takes contacts that are new, corrected, or were masked by other rules (`fingerprint`).
    """
    con, run_id = night.con, night.run.run_id
    with stage(con, night.run, "mask", "contact") as counts:
        declare(night, "masking", fingerprint)
        run(con, "mask_select_due", as_of=night.as_of, mask_fingerprint=fingerprint)
        [(total,)] = rows(con, "mask_count_due")
        for first in range(0, total, BATCH_CONTACTS):
            run(con, "mask_set_batch", first=first, last=first + BATCH_CONTACTS)
            due = rows(con, "mask_read_due")
            _write(night, [(contact_id, turns) for contact_id, _, turns in due], masker)
            ids = pa.Table.from_pylist(
                [
                    {"contact_id": contact_id, "published_source_id": _if_nobodys(given, masker)}
                    for contact_id, given, _ in due
                ],
                PUBLISHED_ID,
            )
            load(con, "mask_write_contact", ids, mask_fingerprint=fingerprint, run_id=run_id)
            counts.wrote(len(due))
            night.progress(first + len(due), total)
            counts.checkpoint()


def _write(night: Night, due: list[tuple[str, str]], masker: Masker) -> None:
    turns: list[dict[str, object]] = []
    items: list[dict[str, object]] = []
    for contact_id, turns_json in due:
        said = json.loads(turns_json)
        masked = masker.mask_contact([turn["text"] for turn in said])
        turns += _turn_rows(contact_id, said, masked)
        items += _item_rows(contact_id, masked)
    ids = pa.table({"contact_id": pa.array([contact_id for contact_id, _ in due], pa.string())})
    load(night.con, "mask_forget_turns", ids)
    load(night.con, "mask_forget_items", ids)
    load(night.con, "mask_write_turns", pa.Table.from_pylist(turns, TURN))
    load(night.con, "mask_write_items", pa.Table.from_pylist(items, ITEM))


def _if_nobodys(given_id: str, masker: Masker) -> str | None:
    """Return an identifier of a source unless it tells a person, as names of recordings may."""
    return None if masker.tells_who(given_id) else given_id


def _turn_rows(
    contact_id: str, said: list[dict[str, Any]], masked: list[MaskedText]
) -> list[dict[str, object]]:
    return [
        {
            "contact_id": contact_id,
            "turn_number": number,
            "speaker": turn["speaker"],
            "text": turn["text"],
            "masked": result.masked,
            "speaker_by": turn.get("speaker_by"),
            "speaker_confidence": turn.get("confidence"),
        }
        for number, (turn, result) in enumerate(zip(said, masked, strict=True), start=1)
    ]


def _item_rows(contact_id: str, masked: list[MaskedText]) -> list[dict[str, object]]:
    return [
        {
            "contact_id": contact_id,
            "turn_number": number,
            "start_offset": span.start,
            "end_offset": span.end,
            "item_type": span.type,
            "placeholder": span.placeholder,
        }
        for number, result in enumerate(masked, start=1)
        for span in result.spans
    ]
