"""Speaker turns of a conversation, as transcripts bring them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.ingest.labels import Speaker, to_speaker
from pipelines.ingest.plain import clean_text, is_missing

# How a speaker is known: by its label, its audio channel, what the source states, or its words.
SpeakerBy = Literal["label", "channel", "source", "inferred"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said at one go.

    `label` is the speaker as received (it may be a person's name). `confidence` is the
    probability (0..1) that `speaker` is right; None, like `speaker_by`, for an unknown one.
    """

    speaker: Speaker
    text: str
    label: str = ""
    speaker_by: SpeakerBy | None = None
    confidence: float | None = None


def labelled_turn(label: object, text: str, more_labels: Mapping[str, Speaker]) -> Turn:
    """Make a turn whose speaker is what its label says, if anything."""
    speaker = to_speaker(label, more_labels)
    name = clean_text(label).strip() if isinstance(label, str) else ""
    if speaker == "unknown":
        return Turn("unknown", clean_text(text), name)
    return Turn(speaker, clean_text(text), name, "label", 1.0)


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
        turns.append(labelled_turn(part.get("speaker"), text, more_labels))
    return turns
