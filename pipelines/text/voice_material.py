"""What the voice model learns from, read from the fictional corpora that come with the program."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.text.clause_labels import LabelledSpan
from pipelines.text.clauses import TurnText
from pipelines.text.kind import Kind
from pipelines.text.mask import Masker
from pipelines.text.voice_training import (
    FOLDS,
    Labelled,
    LabelledContact,
    Material,
)

# Companies of one fold are never seen by the model that judges them.
COMPANY_FOLDS = (
    ("retail_telecom", "food"),
    ("travel", "apps"),
    ("housing", "public"),
    ("care", "leisure"),
    ("coop", "media", "business"),
)
# The calls behind these stay unread: they are for measuring.
DEVELOPMENT_CALLS = 20
SHORT_STATEMENTS = "short_statements/short_statements.jsonl"
# The last round of the short statements is for measuring, too.
MEASURED_ROUND = 4
OWN_CONTACTS = ("contacts.jsonl", "contacts-2.jsonl")
_KIND_OF: Mapping[str, Kind] = {
    "request": "request", "inquiry": "inquiry", "praise": "praise", "oneoff": "complaint",
    "smalltalk": "other", "closing": "other",
}  # fmt: skip


def read_material(corpus: Path, masker: Masker) -> Material:
    """Read statements, lines that state nothing and labelled contacts below `corpus`."""
    statements = [
        one
        for fold, folders in enumerate(COMPANY_FOLDS)
        for folder in folders
        for one in _statements(corpus / folder, fold)
    ]
    statements += [one for part, one in read_short(corpus) if part != MEASURED_ROUND]
    lines = (corpus / "contacts" / "nothing_stated.txt").read_text("utf-8").splitlines()
    own = read_own_contacts(corpus, masker)
    calls = read_calls(corpus, masker)[:DEVELOPMENT_CALLS]
    return Material(statements, [line for line in lines if line], own + calls)


def read_short(corpus: Path) -> list[tuple[int, Labelled]]:
    """Read the short statements, each with the round in which it was written."""
    return [
        (row["round"], Labelled(row["text"], row["kind"], number % FOLDS, is_short=True))
        for number, row in enumerate(_rows(corpus / SHORT_STATEMENTS))
    ]


def read_own_contacts(corpus: Path, masker: Masker) -> list[LabelledContact]:
    """Read the contacts written for development; the second file marks complaints only."""
    folder = corpus / "contacts"
    first, second = (list(_rows(folder / name)) for name in OWN_CONTACTS)
    found = []
    for number, row in enumerate(first + second):
        spans = [
            LabelledSpan(span["turn"], span["start"], span["end"], voice["kind"], str(matter))
            for matter, voice in enumerate(row["gold"]["voices"])
            for span in voice["spans"]
        ]
        is_partly = number >= len(first)
        found.append(LabelledContact(_turns(row, masker), spans, number % FOLDS, is_partly))
    return found


def read_calls(corpus: Path, masker: Masker) -> list[LabelledContact]:
    """Read the contacts of calls.jsonl, whose spans are of complaints only."""
    found = []
    for number, row in enumerate(_rows(corpus / "retail_telecom" / "calls.jsonl")):
        gold = zip(row["gold"]["complaint_spans"], row["gold"]["span_themes"], strict=True)
        spans = [_located(row, words, theme) for words, theme in gold]
        found.append(LabelledContact(_turns(row, masker), spans, number % FOLDS, True))
    return found


def _statements(folder: Path, fold: int) -> Iterator[Labelled]:
    for row in _rows(folder / "statements.jsonl"):
        yield Labelled(row["text"], "complaint", fold)
    for row in _rows(folder / "other.jsonl"):
        yield Labelled(row["text"], _KIND_OF[row["kind"]], fold)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _turns(row: Mapping[str, Any], masker: Masker) -> list[TurnText]:
    texts = [turn["text"] for turn in row["turns"]]
    masked = masker.mask_contact(texts)
    speakers = [turn["speaker"] for turn in row["turns"]]
    return [TurnText(*parts) for parts in zip(speakers, texts, masked, strict=True)]


def _located(row: Mapping[str, Any], words: str, theme: str) -> LabelledSpan:
    """Return where a customer says these words first."""
    for number, turn in enumerate(row["turns"]):
        if turn["speaker"] == "customer" and words in turn["text"]:
            start = turn["text"].index(words)
            return LabelledSpan(number, start, start + len(words), "complaint", theme)
    raise ValueError("a labelled span is not in its contact")
