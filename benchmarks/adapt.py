"""What adaptation brings to a company that the encoder has never seen.

    python -m benchmarks.adapt --folds FOLDER                   some companies of the corpus
    python -m benchmarks.adapt --folds FOLDER --home demo-home  weak pairs, on a home of `voc demo`

FOLDER holds the models of the five folds (`<work>/folds` of `python -m benchmarks.encoders`): each
company begins with one that was not trained on it. Without it, all begin with `use-base`.

Of each theme some statements are given as confirmed. `voc adapt` judges on a part of those; here
the statements that nobody confirmed are judged too, by the confirmed ones as prototypes and as
neighbours.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.encoder_folds import FoldModels
from embeddings import load_trainable
from embeddings.adapt import Accuracy, AdaptResult, AdaptSettings, Lesson, WeakKind, adapt
from embeddings.held_out import hits
from embeddings.training.examples import Corpus, read_corpus
from embeddings.training.settings import RECIPES
from pipelines.themes.lesson_room import weak_pairs
from warehouse.connect import open_work

CORPUS = Path(__file__).parents[1] / "corpus"
DEMO = "retail_telecom"
COMPANIES = (
    DEMO,
    "まるみストア",
    "そらまちトラベル",
    "つばさモビリティ",
    "フィールアップ",
    "暁文社",
)
CONFIRMED = 20
MOST_OTHERS = 5_000
SEED = 0
Labelled = tuple[str, str]

HEADER = (
    "| what | confirmed | judged by adapt | installed | others: prototype | others: nearest | s |\n"
    "|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Measured:
    """One adaptation: its own verdict, and accuracies on what nobody confirmed."""

    name: str
    result: AdaptResult
    before: Accuracy
    after: Accuracy
    seconds: float

    def row(self) -> str:
        """Return the line of the table."""
        result, gain = self.result, self.result.gain
        judged = f"{result.before.mean:.3f} → {result.after.mean:.3f}"
        return (
            f"| {self.name} | {result.count_confirmed} of {result.count_themes} themes "
            f"| {judged} [{gain.low:+.3f}, {gain.high:+.3f}] "
            f"| {'yes' if result.is_better else 'no'} "
            f"| {self.before.prototype:.3f} → {self.after.prototype:.3f} "
            f"| {self.before.nearest:.3f} → {self.after.nearest:.3f} | {self.seconds:.0f} |"
        )


def deal(texts: Sequence[Labelled], confirmed: int) -> tuple[list[Labelled], list[Labelled]]:
    """Return some texts of each label, drawn at random, and all others."""
    by_label: dict[str, list[Labelled]] = defaultdict(list)
    for text, label in texts:
        by_label[label].append((text, label))
    random, given, others = Random(SEED), [], []
    for label in sorted(by_label):
        random.shuffle(by_label[label])
        given += by_label[label][:confirmed]
        others += by_label[label][confirmed:]
    return given, others


def measure(
    name: str,
    encoder_name: str,
    parts: tuple[list[Labelled], list[Labelled]],
    pairs: Sequence[tuple[str, str]] = (),
) -> Measured:
    """Adapt an encoder to what is given, and judge it on the others before and after."""
    given, others = parts
    encoder = load_trainable(encoder_name)
    texts, labels = (list(column) for column in zip(*given, *others, strict=True))
    known, asked = np.arange(len(given)), np.arange(len(given), len(texts))
    before = hits(encoder.encode(texts), labels, known, asked).mean(axis=0)
    started = time.perf_counter()
    result = adapt(encoder, Lesson(tuple(given), tuple(pairs)), AdaptSettings())
    seconds = time.perf_counter() - started
    after = hits(encoder.encode(texts), labels, known, asked).mean(axis=0)
    return Measured(name, result, Accuracy(*before), Accuracy(*after), seconds)


def of_company(corpus: Corpus, company: str) -> list[Labelled]:
    """Return the statements of a company with their themes."""
    return [(e.text, e.label) for e in corpus.examples if e.group == company]


def encoder_of(corpus: Corpus, company: str, folds: Path | None, tier: str) -> str:
    """Return the name of an encoder that has not seen the company."""
    if folds is None:
        return f"{tier}-base"
    models = FoldModels(corpus, folds, folds, dict(RECIPES))
    return f"path:{models.folder(tier, models.fold_of[company]) / 'encoder'}"


def of_home(home: Path) -> list[Labelled]:
    """Return the statements of a demo's contacts that are about one theme, which was planted."""
    contacts = json.loads((home / "demo-truth.json").read_text("utf-8"))["contacts"]
    theme_of = {key: c["theme_ids"][0] for key, c in contacts.items() if len(c["theme_ids"]) == 1}
    with open_work(home / "work.duckdb", read_only=True) as con:
        said = con.execute(
            "select text.text, min(contact.source_contact_id) from core.voice "
            "inner join core.contact using (contact_id) inner join core.text using (text_hash) "
            "group by all order by all"
        ).fetchall()
    return [(text, theme_of[key]) for text, key in said if key in theme_of]


def main() -> None:
    """Print one line of the table for each adaptation as soon as it is measured."""
    arguments, corpus = _arguments(), read_corpus(CORPUS)
    print(HEADER)
    if arguments.home is not None:
        encoder = encoder_of(corpus, DEMO, arguments.folds, arguments.tier)
        _measure_weak_pairs(arguments.home, encoder, arguments.confirmed)
        return
    for company in arguments.companies:
        encoder = encoder_of(corpus, company, arguments.folds, arguments.tier)
        parts = deal(of_company(corpus, company), arguments.confirmed)
        print(measure(company, encoder, parts).row(), flush=True)


def _measure_weak_pairs(home: Path, encoder: str, confirmed: int) -> None:
    given, others = deal(of_home(home), confirmed)
    parts = given, others[:: max(1, len(others) // MOST_OTHERS)]
    kinds: tuple[WeakKind | None, ...] = (None, "recap", "contact", "category")
    for kind in kinds:
        with open_work(home / "work.duckdb", read_only=True) as con:
            pairs = weak_pairs(con, (kind,)) if kind else ()
        name = f"{kind} ({len(pairs):,} pairs)" if kind else "no weak pairs"
        print(measure(name, encoder, parts, pairs).row(), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--tier", choices=["use", "e5"], default="use")
    parser.add_argument("--companies", nargs="+", default=COMPANIES)
    parser.add_argument("--confirmed", type=int, default=CONFIRMED)
    return parser.parse_args()


if __name__ == "__main__":
    main()
