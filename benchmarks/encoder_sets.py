"""The texts that encoders are compared on: companies' statements, topics, pairs of sentences."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from embeddings.training.examples import Corpus

# Names in the tables, and where the files lie in ../shared/data (not ours, never copied).
LABELLED_FILES = {
    "asdc food": "asdc_topics/cluster_L2food_small.csv",
    "asdc topics": "asdc_topics/cluster_L1_small.csv",
    "car defects": "mlit_defects/cluster_small.csv",
}
# JSICK was published with us in one split only; JSTS is measured on what nobody trains on.
PAIR_FILES = {
    "JSTS (valid)": ("sts/jsts_train_valid.csv", "valid"),
    "JSICK (train)": ("sts/jsick_train.csv", "train"),
}


@dataclass(frozen=True)
class LabelledTexts:
    """Texts with one label each; `channels` (call, mail, chat) is empty where unknown."""

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pairs:
    """Pairs of sentences with people's judgement of their likeness, higher is closer.

    `texts` holds all first sentences and then all second ones.
    """

    name: str
    texts: tuple[str, ...]
    likeness: tuple[float, ...]


TextSet = LabelledTexts | Pairs


def companies_of(corpus: Corpus) -> dict[str, LabelledTexts]:
    """Return each company's statements by its name, labels being theme ids."""
    said: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for example in corpus.examples:
        said[example.group].append((example.text, example.label, example.channel))
    return {name: LabelledTexts(name, *zip(*rows, strict=True)) for name, rows in said.items()}


def read_labelled(data: Path) -> list[LabelledTexts]:
    """Return the public sets with human labels."""
    return [
        LabelledTexts(
            name,
            tuple(row["text"] for row in rows),
            tuple(row["label"] for row in rows),
        )
        for name, file in LABELLED_FILES.items()
        for rows in [_csv_rows(data / file)]
    ]


def read_pairs(data: Path) -> list[Pairs]:
    """Return the public sets of sentence pairs, one split of each."""
    return [
        _pairs(name, [row for row in _csv_rows(data / file) if row["split"] == split])
        for name, (file, split) in PAIR_FILES.items()
    ]


def _pairs(name: str, rows: list[dict[str, str]]) -> Pairs:
    sides = [row[side] for side in ("sentence1", "sentence2") for row in rows]
    return Pairs(name, tuple(sides), tuple(float(row["score"]) for row in rows))


def _csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def first_of_each_label(texts: LabelledTexts, count: int) -> LabelledTexts:
    """Return the first `count` texts of each label, for a quick look."""
    rows_of = defaultdict(list)
    for row, label in enumerate(texts.labels):
        rows_of[label].append(row)
    kept = sorted(row for rows in rows_of.values() for row in islice(rows, count))
    return LabelledTexts(
        texts.name,
        tuple(texts.texts[row] for row in kept),
        tuple(texts.labels[row] for row in kept),
        tuple(texts.channels[row] for row in kept) if texts.channels else (),
    )


def first_pairs(pairs: Pairs, count: int) -> Pairs:
    """Return the first `count` pairs, for a quick look."""
    half = len(pairs.likeness)
    kept = pairs.texts[: min(count, half)] + pairs.texts[half : half + count]
    return Pairs(pairs.name, kept, pairs.likeness[:count])
