"""Speaker turns of a conversation, as transcripts bring them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.ingest.plain import clean_text, is_missing
from pipelines.ingest.source import Speaker, fold_label

_SPEAKERS: dict[str, Speaker] = {
    "customer": "customer",
    "client": "customer",
    "user": "customer",
    "caller": "customer",
    "客": "customer",
    "顧客": "customer",
    "お客": "customer",
    "お客様": "customer",
    "お客さま": "customer",
    "operator": "operator",
    "agent": "operator",
    "staff": "operator",
    "オペレーター": "operator",
    "オペレータ": "operator",
    "担当": "operator",
    "担当者": "operator",
    "応対者": "operator",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said at one go."""

    speaker: Speaker
    text: str


def to_speaker(label: object, more_labels: Mapping[str, Speaker]) -> Speaker:
    """Bring a speaker label to customer, operator or unknown.

    `more_labels` (keys folded by `fold_label`) come first; what nobody knows is unknown.
    """
    if not isinstance(label, str):
        return "unknown"
    folded = fold_label(label)
    return more_labels.get(folded) or _SPEAKERS.get(folded, "unknown")


def parse_turns(value: object, more_labels: Mapping[str, Speaker]) -> list[Turn] | None:
    """Read a list of {"speaker", "text"}, also as JSON text in a cell; None when it is not one.

    Turns without words are left out, so the list may be empty; other keys of a turn are dropped.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, list | tuple):
        return None
    turns: list[Turn] = []
    for part in value:
        text = part.get("text") if isinstance(part, Mapping) else 0
        if is_missing(text):
            continue
        if not isinstance(text, str):
            return None
        turns.append(Turn(to_speaker(part.get("speaker"), more_labels), clean_text(text)))
    return turns
