"""Measure every subject on every set; what was measured before is only looked up."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.encoder_cells import Cell, CellFile, Key, Scores
from benchmarks.encoder_scores import (
    discovery_scores,
    kmeans_scores,
    neighbour_scores,
    pair_scores,
)
from benchmarks.encoder_sets import LabelledTexts, Pairs, TextSet
from benchmarks.encoder_subjects import Subject, digest_of
from pipelines.themes.discover import DiscoverSettings, centre_by_group

PLAIN, CENTRED = "plain", "centred"
# The night's own guard is for whole homes; a company here has from 75 statements in a channel.
SMALLEST_CHANNEL = 30

# Takes a subject's vectors and the set's texts, returns scores by name.
Task = Callable[[np.ndarray, LabelledTexts], Scores]
Matrix = Callable[[], np.ndarray]


@dataclass(frozen=True)
class Question:
    """One cell to be: a subject on a set in a variant, and the task with its name."""

    subject: Subject
    text_set: TextSet
    variant: str
    task: str

    @property
    def key(self) -> Key:
        """Return the cell's key; loads the encoder when its fingerprint is not known yet."""
        return Key(
            self.subject.name,
            self.subject.fingerprint(self.text_set),
            f"{self.text_set.name} {digest_of(self.text_set)}",
            self.variant,
            self.task,
        )


class Quality:
    """Asks and answers questions; the number of k-means seeds is part of a task's name."""

    def __init__(self, cells: CellFile, *, seeds: int, discovery: DiscoverSettings) -> None:
        self._cells = cells
        digest = hashlib.sha256(discovery.model_dump_json().encode()).hexdigest()[:6]
        self.kmeans = f"kmeans, {seeds} seeds"
        self.neighbours = "neighbours"
        self.discovery = f"discovery {digest}"
        self.spearman = "spearman"
        self._tasks: dict[str, Task] = {
            self.kmeans: lambda rows, given: kmeans_scores(rows, given.labels, seeds),
            self.neighbours: lambda rows, given: neighbour_scores(rows, given.labels),
            self.discovery: lambda rows, given: discovery_scores(
                given.texts, rows, given.labels, discovery
            ),
        }

    def company_questions(self, subject: Subject, company: LabelledTexts) -> list[Question]:
        """Return what is asked of a company's statements."""
        return [
            Question(subject, company, variant, task)
            for variant in (PLAIN, CENTRED)
            for task in (self.kmeans, self.neighbours, self.discovery)
        ]

    def general_questions(self, subject: Subject, text_set: TextSet) -> list[Question]:
        """Return what is asked of a public set: k-means for labels, correlation for pairs."""
        task = self.spearman if isinstance(text_set, Pairs) else self.kmeans
        return [Question(subject, text_set, PLAIN, task)]

    def find(self, question: Question) -> Cell | None:
        """Return the cell if it was measured."""
        return self._cells.find(question.key)

    def answer(self, questions: Sequence[Question]) -> int:
        """Measure the missing cells of one subject and one set, return how many were missing."""
        missing = [question for question in questions if self.find(question) is None]
        if not missing:
            return 0
        subject, text_set = missing[0].subject, missing[0].text_set
        vectors = lru_cache(maxsize=1)(partial(subject.vectors, text_set))
        with threadpool_limits(limits=1):
            for question in missing:
                self._cells.store(question.key, self._scores(question, vectors))
        return len(missing)

    def _scores(self, question: Question, vectors: Matrix) -> Scores:
        text_set = question.text_set
        if isinstance(text_set, Pairs):
            return pair_scores(vectors(), text_set.likeness)
        rows = vectors()
        if question.variant == CENTRED:
            rows = centre_by_group(rows, list(text_set.channels), SMALLEST_CHANNEL)
        return self._tasks[question.task](rows, text_set)
