"""One contact as a person reads it: every turn, what was masked, and what became a voice."""

import json
from dataclasses import dataclass, field
from typing import Any

from pipelines.text.mask import Span, render
from warehouse.statements import Connection, rows


@dataclass(frozen=True)
class ShownTurn:
    """One turn; `marked` is the masked text in which 〔n … 〕 encloses what went into voice n."""

    number: int
    speaker: str
    masked: str
    marked: str
    text: str
    spans: list[Span]


@dataclass(frozen=True)
class ShownVoice:
    """One voice with what was decided about it; `pieces` are (turn number, start, end)."""

    number: int
    voice_id: str
    text: str
    masked: str
    kind: str | None
    kind_probability: float | None
    pieces: list[tuple[int, int, int]]
    theme_id: str | None
    theme_name: str | None
    strength: float | None
    is_set_aside: bool
    evidence: list[dict[str, Any]] = field(default_factory=list)
    votes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def flags(self) -> list[str]:
        """Return what the fast lane calls it: lexicon unless the vote doubts it, and vote."""
        of_vote = {verdict: set[str]() for verdict in ("raised", "unsure", "doubted")}
        for one in self.votes:
            of_vote[one["verdict"]].add(one["flag"])
        spotted = {one["flag"] for one in self.evidence}
        return sorted((spotted - of_vote["doubted"]) | of_vote["raised"])


@dataclass(frozen=True)
class ShownContact:
    """A contact as stored, newest version."""

    contact_id: str
    facts: dict[str, Any]
    turns: list[ShownTurn]
    voices: list[ShownVoice]


def find_contacts(con: Connection, wanted: str) -> list[str]:
    """Return the identifiers of contacts with this identifier, ours or that of the source."""
    return [found[0] for found in rows(con, "contact_find", wanted=wanted)]


def read_contact(con: Connection, contact_id: str) -> ShownContact:
    """Read a contact that exists, with its turns and voices."""
    [(_, *facts)] = rows(con, "contact_find", wanted=contact_id)
    names = (
        "source_name", "source_contact_id", "received_at", "channel", "product", "segment",
        "region", "original_contact_id",
    )  # fmt: skip
    voices = [_voice(row) for row in rows(con, "contact_voices", contact_id=contact_id)]
    turns = [_turn(row, voices) for row in rows(con, "contact_turns", contact_id=contact_id)]
    return ShownContact(contact_id, dict(zip(names, facts, strict=True)), turns, voices)


def _voice(row: tuple[Any, ...]) -> ShownVoice:
    number, voice_id, text, masked, kind, probability, spans, *rest = row
    pieces = [(span["turn"], span["start"], span["end"]) for span in json.loads(spans)]
    return ShownVoice(number, voice_id, text, masked, kind, probability, pieces, *rest)


def _turn(row: tuple[Any, ...], voices: list[ShownVoice]) -> ShownTurn:
    number, speaker, text, masked, items = row
    spans = [
        Span(item["start_offset"], item["end_offset"], item["item_type"], item["placeholder"])
        for item in items
    ]
    cuts = sorted(
        (start, end, voice.number)
        for voice in voices
        for turn, start, end in voice.pieces
        if turn == number
    )
    return ShownTurn(number, speaker, masked, _marked(text, spans, cuts), text, spans)


def _marked(text: str, spans: list[Span], cuts: list[tuple[int, int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, number in cuts:
        pieces.append(render(text, spans, at, start))
        pieces.append(f"〔{number} {render(text, spans, start, end)}〕")
        at = end
    return "".join([*pieces, render(text, spans, at)])
