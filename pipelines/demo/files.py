"""Lay the contacts out as monthly files of the two built-in sources, as exports do."""

import csv
import io
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipelines.demo.ledger import Contact, Turn
from pipelines.demo.plan import DemoPlan

TABLE_COLUMNS = (
    "contact_id", "received_at", "text", "channel", "product", "segment", "region",
    "customer_id", "subject", "agent_team",
)  # fmt: skip


class Layout(NamedTuple):
    """Rows of each file by its path below the inbox, and the rows that come a second time."""

    files: dict[str, list[Contact]]
    exported_twice: dict[str, tuple[str, str]]
    corrected: dict[str, tuple[str, str]]


def lay_out(plan: DemoPlan, contacts: Sequence[Contact]) -> Layout:
    """Put contacts into their month's file, some again into the next, some first unfinished."""
    files: dict[str, list[Contact]] = {}
    for contact in contacts:
        files.setdefault(_path(contact, 0), []).append(contact)
    able = [i for i, c in enumerate(contacts) if _path(c, 1) in files]
    rng = Random(f"{plan.seed}:files")
    count_twice = round(plan.share_exported_twice * plan.contacts)
    count_corrected = round(plan.share_corrected * plan.contacts)
    chosen = rng.sample(able, min(count_twice + count_corrected, len(able)))
    places = {i: (_path(contacts[i], 0), _path(contacts[i], 1)) for i in chosen}
    for position, index in enumerate(chosen):
        contact, (first, later) = contacts[index], places[index]
        if position >= count_twice:
            files[first] = [_unfinished(c) if c is contact else c for c in files[first]]
        files[later].append(contact)
    ids = [contacts[i].contact_id for i in chosen]
    where = [places[i] for i in chosen]
    return Layout(
        files=dict(sorted(files.items())),
        exported_twice=dict(zip(ids[:count_twice], where[:count_twice], strict=True)),
        corrected=dict(zip(ids[count_twice:], where[count_twice:], strict=True)),
    )


def write_files(layout: Layout, inbox: Path) -> dict[str, int]:
    """Write the files below `inbox` and return the rows of each; CSV is cp932 with CRLF."""
    for name, rows in layout.files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = _csv_bytes(rows) if name.endswith(".csv") else _jsonl_bytes(rows)
        _replace(path, content)
    return {name: len(rows) for name, rows in layout.files.items()}


def replace_text(path: Path, text: str) -> None:
    """Write a text file aside and put it in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text.encode("utf-8"))


def _path(contact: Contact, months_later: int) -> str:
    when = contact.slot.received_at
    index = when.year * 12 + when.month - 1 + months_later
    month = f"{index // 12}-{index % 12 + 1:02d}"
    is_mail = contact.slot.channel == "mail"
    return f"table/mails-{month}.csv" if is_mail else f"transcripts/transcripts-{month}.jsonl"


def _unfinished(contact: Contact) -> Contact:
    """The row as first exported, before its end was added: the later row is the right one."""
    if contact.slot.channel == "mail":
        paragraphs = contact.turns[0].text.split("\n\n")
        short = "\n\n".join(paragraphs[: max(1, len(paragraphs) - 1)])
        turns: tuple[Turn, ...] = (contact.turns[0]._replace(text=short.rstrip("。") + "…"),)
    else:
        turns = contact.turns[:-2]
    return contact.model_copy(update={"turns": turns})


def _csv_bytes(contacts: Iterable[Contact]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TABLE_COLUMNS)
    for contact in contacts:
        slot = contact.slot
        writer.writerow((
            contact.contact_id, f"{slot.received_at:%Y-%m-%d %H:%M:%S}", contact.turns[0].text,
            slot.channel, slot.product, slot.segment, slot.region, contact.customer_id,
            contact.attributes["subject"], contact.attributes["agent_team"],
        ))  # fmt: skip
    return out.getvalue().encode("cp932")


def _jsonl_bytes(contacts: Iterable[Contact]) -> bytes:
    lines = (json.dumps(_transcript(contact), ensure_ascii=False) for contact in contacts)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _transcript(contact: Contact) -> dict[str, object]:
    slot = contact.slot
    return {
        "contact_id": contact.contact_id,
        "received_at": f"{slot.received_at:%Y-%m-%dT%H:%M:%S}+09:00",
        "channel": slot.channel,
        "product": slot.product,
        "segment": slot.segment,
        "region": slot.region,
        "customer_id": contact.customer_id or None,
        **contact.attributes,
        "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in contact.turns],
    }


def _replace(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
