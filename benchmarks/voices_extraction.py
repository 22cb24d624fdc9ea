"""Extraction and kind, measured on what the judging model never saw.

    python -m benchmarks.voices_extraction [--corpus DIR] [--folds] [--final] [--speed] [--pieces]

`--folds` trains the five models of the folds: kinds on companies never seen, and voices on the
contacts written for development together with the first 20 contacts of calls.jsonl.
`--final` scores the shipped model on the last 20 contacts of calls.jsonl, which nobody read or
tuned on: counts only. `--speed` times mask, extract and tokenise on one core. `--pieces` compares
the cutting of unpunctuated turns with libraries, where they are installed.
"""

import argparse
import time
from pathlib import Path

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
from pipelines.text.tokenise import Tokeniser
from pipelines.text.voice_material import DEVELOPMENT_CALLS, read_calls
from pipelines.text.voice_training import TrainingSettings, train


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
    return [
        "kinds, companies never seen:",
        *kind_lines(material.statements, trained.held_out),
        f"{len(own)} contacts of corpus/contacts, held out:",
        *score_contacts(own, judges).lines(),
        f"first {len(calls)} contacts of calls.jsonl, held out:",
        *score_contacts(calls, judges).lines(),
    ]


def final(corpus: Path) -> list[str]:
    """Score the shipped model on the unread contacts; no text of them is shown."""
    unread = read_calls(corpus, shipped_masker())[DEVELOPMENT_CALLS:]
    judge = Extractor(shipped_rules(), shipped_voice_model())
    return [
        f"last {len(unread)} contacts of calls.jsonl, shipped model:",
        *score_contacts(unread, [judge]).lines(),
    ]


def speed(corpus: Path) -> list[str]:
    """Time mask, extract and tokenise over the development contacts, in CPU seconds."""
    masker, tokeniser = shipped_masker(), Tokeniser()
    extractor = Extractor(shipped_rules(), shipped_voice_model(), shipped_fast_lane())
    contacts = read_calls(corpus, masker)[:DEVELOPMENT_CALLS] * 5
    texts = [[turn.text for turn in contact.turns] for contact in contacts]
    characters = sum(len(text) for turns in texts for text in turns)
    started = time.process_time()
    masked = [masker.mask_contact(turns) for turns in texts]
    masked_at = time.process_time()
    voices = [
        extractor.extract(
            [
                TurnText(turn.speaker, turn.text, one)
                for turn, one in zip(contact.turns, of_contact, strict=True)
            ]
        )
        for contact, of_contact in zip(contacts, masked, strict=True)
    ]
    extracted_at = time.process_time()
    for of_contact in voices:
        for voice in of_contact:
            tokeniser.tokenise(voice.vector_text)
    ended = time.process_time()
    parts = {
        "mask": masked_at - started,
        "extract": extracted_at - masked_at,
        "tokenise": ended - extracted_at,
        "together": ended - started,
    }
    return [f"{characters:,} characters; calls of 1,000 characters a second and core:"] + [
        f"  {name}: {characters / 1000 / seconds:.0f}" for name, seconds in parts.items()
    ]


def main() -> None:
    """Read arguments and print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=corpus_folder())
    sections = {"folds": folds, "final": final, "speed": speed, "pieces": border_lines}
    for name in sections:
        parser.add_argument(f"--{name}", action="store_true")
    arguments = parser.parse_args()
    for name, section in sections.items():
        if getattr(arguments, name):
            print("\n".join(section(arguments.corpus)), flush=True)


if __name__ == "__main__":
    main()
