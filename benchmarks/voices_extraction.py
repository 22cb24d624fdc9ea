"""Extraction and kind, measured on what the judging model never saw.

    python -m benchmarks.voices_extraction [--corpus DIR] [--folds] [--short] [--final] [--speed]
        [--pieces]

`--folds` trains the five models of the folds: kinds on companies never seen, and voices on the
contacts written for development together with the first 20 contacts of calls.jsonl.
`--short` judges the kinds of short statements that the shipped model never saw.
`--final` scores the shipped model on the last 20 contacts of calls.jsonl, which nobody read or
tuned on: counts only. `--speed` times mask, extract and tokenise on one core. `--pieces` compares
the cutting of unpunctuated turns with libraries, where they are installed.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.extraction_scoring import kind_lines, score_contacts
from benchmarks.sentence_borders import border_lines
from benchmarks.voices_fast_lane import shipped_fast_lane
from flows.data_files import config_folder, corpus_folder
from flows.train_voices import material_of, shipped_phrases
from flows.voice_model import shipped_voice_model
from pipelines.text.clauses import TurnText
from pipelines.text.extract import Extractor
from pipelines.text.extract_rules import ExtractRules, parse_extract_rules
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.ngram_model import Floats
from pipelines.text.tokenise import Tokeniser
from pipelines.text.voice_material import (
    DEVELOPMENT_CALLS,
    MEASURED_ROUND,
    read_calls,
    read_own_contacts,
    read_short,
)
from pipelines.text.voice_training import (
    Labelled,
    LabelledContact,
    TrainingSettings,
    train,
)


def shipped_rules() -> ExtractRules:
    """Return the shipped rules of extraction."""
    return parse_extract_rules((config_folder() / "extract.toml").read_text("utf-8"))


def shipped_masker() -> Masker:
    """Return a masker with the shipped rules."""
    rules = parse_mask_rules((config_folder() / "redaction.toml").read_text("utf-8"))
    return Masker(rules, Tokeniser())


def folds(corpus: Path) -> list[str]:
    """Train without each fold and judge it."""
    material = material_of(corpus)
    trained = train(material, shipped_phrases(), TrainingSettings())
    judges = [Extractor(shipped_rules(), model) for model in trained.by_fold]
    own, calls = material.contacts[:-DEVELOPMENT_CALLS], material.contacts[-DEVELOPMENT_CALLS:]
    told = list(zip(material.statements, trained.held_out, strict=True))
    return [
        "kinds, companies never seen:",
        *_kinds([one for one in told if not one[0].is_short]),
        "kinds, short statements, held out:",
        *_kinds([one for one in told if one[0].is_short]),
        f"{len(own)} contacts of corpus/contacts, held out:",
        *score_contacts(own, judges).lines(),
        f"first {len(calls)} contacts of calls.jsonl, held out:",
        *score_contacts(calls, judges).lines(),
    ]


def _kinds(told: Sequence[tuple[Labelled, Floats]]) -> list[str]:
    return kind_lines([one for one, _ in told], np.array([chances for _, chances in told]))


def short(corpus: Path) -> list[str]:
    """Judge the last round of the short statements, which no model learns from."""
    unseen = [one for part, one in read_short(corpus) if part == MEASURED_ROUND]
    chances = shipped_voice_model().kind_probabilities([one.masked for one in unseen])
    return ["kinds, short statements nothing learnt from:", *kind_lines(unseen, chances)]


def final(corpus: Path) -> list[str]:
    """Score the shipped model on the unread contacts; no text of them is shown."""
    unread = read_calls(corpus, shipped_masker())[DEVELOPMENT_CALLS:]
    judge = Extractor(shipped_rules(), shipped_voice_model())
    return [
        f"last {len(unread)} contacts of calls.jsonl, shipped model:",
        *score_contacts(unread, [judge]).lines(),
    ]


def speed(corpus: Path) -> list[str]:
    """Time mask, extract and tokenise in CPU seconds, each contact once.

    Every other of our own contacts is timed. The others and the development calls go before, and
    the lexicon's patterns that the timed ones need are compiled (some seconds once a night), so
    that the figure is that of the bulk of a night.
    """
    reader = shipped_masker()
    own = read_own_contacts(corpus, reader)
    extractor = Extractor(shipped_rules(), shipped_voice_model(), shipped_fast_lane())
    line = _Line(shipped_masker(), extractor)
    line.seconds(own[1::2] + read_calls(corpus, reader)[:DEVELOPMENT_CALLS])
    timed = own[::2]
    extractor.extract_all([contact.turns for contact in timed])
    characters = sum(len(turn.text) for contact in timed for turn in contact.turns)
    parts = line.seconds(timed)
    parts["together"] = sum(parts.values())
    return [f"{characters:,} characters; calls of 1,000 characters a second and core:"] + [
        f"  {name}: {characters / 1000 / seconds:.0f}" for name, seconds in parts.items()
    ]


@dataclass(frozen=True)
class _Line:
    masker: Masker
    extractor: Extractor
    tokeniser: Tokeniser = field(default_factory=Tokeniser)

    def seconds(self, contacts: Sequence[LabelledContact]) -> dict[str, float]:
        """Return the CPU seconds of each step over contacts, a batch at a time as in the rooms."""
        started = time.process_time()
        masked = [
            self.masker.mask_contact([turn.text for turn in contact.turns]) for contact in contacts
        ]
        masked_at = time.process_time()
        voices = self.extractor.extract_all(
            [
                [
                    TurnText(turn.speaker, turn.text, one)
                    for turn, one in zip(contact.turns, of_contact, strict=True)
                ]
                for contact, of_contact in zip(contacts, masked, strict=True)
            ]
        )
        extracted_at = time.process_time()
        for of_contact in voices:
            for voice in of_contact:
                self.tokeniser.tokenise(voice.vector_text)
        ended = time.process_time()
        return {
            "mask": masked_at - started,
            "extract": extracted_at - masked_at,
            "tokenise": ended - extracted_at,
        }


def main() -> None:
    """Read arguments and print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=corpus_folder())
    sections = {
        "folds": folds,
        "short": short,
        "final": final,
        "speed": speed,
        "pieces": border_lines,
    }
    for name in sections:
        parser.add_argument(f"--{name}", action="store_true")
    arguments = parser.parse_args()
    for name, section in sections.items():
        if getattr(arguments, name):
            print("\n".join(section(arguments.corpus)), flush=True)


if __name__ == "__main__":
    main()
