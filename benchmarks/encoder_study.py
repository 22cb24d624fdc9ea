"""Puts a comparison together: its sets, its subjects, and how much of each is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from benchmarks.encoder_cells import CellFile
from benchmarks.encoder_folds import FoldModels, recipes
from benchmarks.encoder_quality import Quality
from benchmarks.encoder_sets import (
    LabelledTexts,
    TextSet,
    companies_of,
    first_of_each_label,
    first_pairs,
    read_labelled,
    read_pairs,
)
from benchmarks.encoder_subjects import Joined, Kept, OfFolds, Plain, Subject, loaded
from benchmarks.encoder_words import TfIdf, WordMeans, Words
from embeddings.training.examples import read_corpus
from pipelines.themes.discover import DiscoverSettings

# Share of `use` in its join with e5.
JOIN_WEIGHTS = (0.25, 0.5, 0.75)
# A block of half the length beside a unit vector, as first tried in this project.
WORDS_WEIGHT = 0.2


class Limits(BaseModel):
    """How much is measured; None means all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    companies: int | None = None
    texts_per_label: int | None = None
    pairs: int | None = None
    kmeans_seeds: int = 3
    training_steps: int | None = None
    speed_texts_short: int = 512
    speed_texts_long: int = 64
    speed_rounds: int = 5
    memory_texts: int = 100_000


QUICK = Limits(
    companies=2,
    texts_per_label=4,
    pairs=40,
    kmeans_seeds=1,
    training_steps=2,
    speed_texts_short=16,
    speed_texts_long=4,
    speed_rounds=1,
    memory_texts=500,
)


class Places(BaseModel):
    """Where things lie: `work` is ours to fill, `chive` may be missing.

    `also` names further encoders, hub:<owner/model> or path:<folder>.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    work: Path
    data: Path
    corpus: Path
    chive: Path | None = None
    also: tuple[str, ...] = ()

    @property
    def unpacked(self) -> Path:
        """Where stock e5 is unpacked for training and as the plain one to compare with."""
        return self.work / "unpacked"


@dataclass(frozen=True)
class Study:
    """All that a comparison needs."""

    places: Places
    limits: Limits
    cells: CellFile
    quality: Quality
    folds: FoldModels
    companies: Sequence[LabelledTexts]
    general: Sequence[TextSet]
    company_subjects: Sequence[Subject]
    general_subjects: Sequence[Subject]


def open_study(places: Places, limits: Limits, threads: int) -> Study:
    """Read the sets and name the subjects; models are loaded when they are first needed.

    `threads` are for training; everything is measured on one.
    """
    corpus = read_corpus(places.corpus)
    folds = FoldModels(
        corpus, places.work / "folds", places.unpacked, recipes(limits.training_steps), threads
    )
    cells = CellFile(places.work / "cells.jsonl")
    companies = list(companies_of(corpus).values())[: limits.companies]
    return Study(
        places,
        limits,
        cells,
        Quality(cells, seeds=limits.kmeans_seeds, discovery=DiscoverSettings()),
        folds,
        [_fewer_texts(company, limits) for company in companies],
        _general_sets(places.data, limits),
        _with_joins(
            _untuned(places),
            *(
                _kept(OfFolds(tier, folds.fold_of, folds.loader(tier)), places)
                for tier in ("use", "e5")
            ),
        ),
        _with_joins(_untuned(places), *(_kept(loaded(t), places) for t in ("use", "e5"))),
    )


def _general_sets(data: Path, limits: Limits) -> list[TextSet]:
    pairs = [first_pairs(p, limits.pairs or len(p.likeness)) for p in read_pairs(data)]
    return [*pairs, *(_fewer_texts(texts, limits) for texts in read_labelled(data))]


def _fewer_texts(texts: LabelledTexts, limits: Limits) -> LabelledTexts:
    if limits.texts_per_label is None:
        return texts
    return first_of_each_label(texts, limits.texts_per_label)


def _untuned(places: Places) -> list[Subject]:
    """Word baselines (chiVe only where its file is) and the encoders before our training."""
    words = Words()
    found: list[Subject] = [_kept(Plain("tfidf", lambda: TfIdf(words)), places)]
    if places.chive is not None:
        path = places.chive
        found.append(_kept(Plain("chive", lambda: WordMeans(path, words)), places))
    bases = (loaded(name) for name in ("use-base", "e5-base", *places.also))
    return found + [_kept(base, places) for base in bases]


def _with_joins(untuned: list[Subject], use: Subject, e5: Subject) -> list[Subject]:
    joined = [Joined((use, e5), (weight, 1 - weight)) for weight in JOIN_WEIGHTS]
    words = Joined((use, untuned[0]), (1 - WORDS_WEIGHT, WORDS_WEIGHT))
    return [*untuned, use, e5, *joined, words]


def _kept(subject: Subject, places: Places) -> Subject:
    return Kept(subject, places.work / "vectors")
