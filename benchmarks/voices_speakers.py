"""How well speakers are told apart on the public accommodation dialogues.

    python -m benchmarks.voices_speakers --data PATH/TO/asdc_dialogues [--final] [--calls FILE]

Dialogues 001-105 are for development (the default), 106-210 for the final figure only. With
labels: every raw_text/*.tsv is read as a plain-text dialogue through the shipped source. Without:
the same turns with their labels taken off; a turn that stays unknown counts as wrong. Two voices:
labels that name nobody (spk_0, spk_1), as diarisation gives them. `--calls` names a file of
contacts with turns (the source transcripts), such as corpus/retail_telecom/calls.jsonl, on which
nothing was tuned.
"""

import argparse
import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipelines.ingest.contact import ReceivedContact, to_contact
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.roles import RoleSettings, decide_speakers
from pipelines.ingest.rows import BadRow
from pipelines.ingest.source import SourceDefaults, SourceSpec, load_source
from pipelines.ingest.turns import Turn

ROOT = Path(__file__).parents[1]
FIRST_FINAL_DIALOGUE = 106
Dialogues = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Score:
    """Turns judged, turns right, turns left unknown and dialogues without any mistake."""

    count_turns: int
    count_right: int
    count_unknown: int
    count_dialogues: int
    count_whole: int

    @property
    def share_right(self) -> float:
        """Right turns among all turns, unknown ones counting as wrong."""
        return self.count_right / self.count_turns


def dialogues(data: Path, final: bool) -> dict[str, list[tuple[str, str]]]:
    """Return the (speaker, text) turns of every dialogue of one half."""
    with (data / "turns.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        name: [(row["speaker"], row["text"]) for row in turns]
        for name, turns in groupby(rows, key=itemgetter("dialogue_id"))
        if (int(name) >= FIRST_FINAL_DIALOGUE) == final
    }


def calls(file: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the (speaker, text) turns of every call of a file with more than one turn."""
    contacts = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return {
        str(number): [(turn["speaker"], turn["text"]) for turn in contact["turns"]]
        for number, contact in enumerate(contacts)
        if len(contact["turns"]) > 1
    }


def score_without_labels(spoken: Dialogues) -> Score:
    """Judge the speakers of the turns by their words and order alone."""
    return _score([_judged(turns, lambda speaker: "") for turns in spoken.values()])


def score_of_two_voices(spoken: Dialogues) -> Score:
    """Judge which of two voices without a name is the operator's."""
    return _score(
        [
            _judged(turns, {"operator": "spk_1", "customer": "spk_0"}.__getitem__)
            for turns in spoken.values()
        ]
    )


def _judged(turns: list[tuple[str, str]], label_of: Callable[[str], str]) -> list[tuple[str, str]]:
    unknown = [Turn("unknown", text, label_of(speaker)) for speaker, text in turns]
    decided = decide_speakers(unknown, RoleSettings())
    return [(true, turn.speaker) for (true, _), turn in zip(turns, decided, strict=True)]


def score_with_labels(data: Path, final: bool) -> Score:
    """Read the raw text files through the shipped source and compare every turn."""
    shipped = load_source(ROOT / "config" / "sources" / "dialogues.toml")
    spec = shipped.model_copy(
        update={
            "file_name_pattern": "(?P<contact_id>[0-9]+)",
            "defaults": SourceDefaults(channel="chat"),
        }
    )
    return _score(
        [
            _compared(turns, _read(data / "raw_text" / f"{name}.tsv", spec))
            for name, turns in dialogues(data, final).items()
        ]
    )


def _read(path: Path, spec: SourceSpec) -> list[Turn]:
    scan = scan_source_file(path, spec)
    [row] = read_rows(path, spec, scan.encoding)
    assert not isinstance(row, BadRow)
    row.values["受付日時"] = "2024-03-01"
    contact = to_contact(row, spec, datetime(2026, 1, 1, tzinfo=UTC))
    assert isinstance(contact, ReceivedContact)
    return contact.turns


def _compared(turns: list[tuple[str, str]], read: list[Turn]) -> list[tuple[str, str]]:
    if len(turns) != len(read):
        return [(true, "unknown") for true, _ in turns]
    return [(true, turn.speaker) for (true, _), turn in zip(turns, read, strict=True)]


def _score(judged: list[list[tuple[str, str]]]) -> Score:
    pairs = [pair for dialogue in judged for pair in dialogue]
    return Score(
        count_turns=len(pairs),
        count_right=sum(true == said for true, said in pairs),
        count_unknown=sum(said == "unknown" for _, said in pairs),
        count_dialogues=len(judged),
        count_whole=sum(all(true == said for true, said in one) for one in judged),
    )


def main() -> None:
    """Print the figures of one half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--calls", type=Path)
    arguments = parser.parse_args()
    half = "106-210 (final)" if arguments.final else "001-105 (development)"
    spoken = dialogues(arguments.data, arguments.final)
    _show(f"{half}, labels", score_with_labels(arguments.data, arguments.final))
    _show(f"{half}, no labels", score_without_labels(spoken))
    _show(f"{half}, two voices", score_of_two_voices(spoken))
    if arguments.calls:
        _show("calls, no labels", score_without_labels(calls(arguments.calls)))
        _show("calls, two voices", score_of_two_voices(calls(arguments.calls)))


def _show(title: str, score: Score) -> None:
    print(
        f"{title}: {score.share_right:.2%} of {score.count_turns} turns right, "
        f"{score.count_unknown} unknown; "
        f"{score.count_whole} of {score.count_dialogues} dialogues without a mistake"
    )


if __name__ == "__main__":
    main()
