"""How well vectors group the statements of companies that the model has not learnt from."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import v_measure_score

from embeddings.encoder import Vectors
from embeddings.training.examples import Example

# KMeans depends on where it starts: the mean over this many seeds is taken.
_SEEDS = 3


class Score(NamedTuple):
    """KMeans V-measure with the true number of themes, and how often the nearest text agrees."""

    v_measure: float
    nearest: float


def score_by_group(vectors: Vectors, examples: Sequence[Example]) -> dict[str, Score]:
    """Return a score per company; row i of `vectors` (unit rows) belongs to example i."""
    rows: dict[str, list[int]] = {}
    for row, example in enumerate(examples):
        rows.setdefault(example.group, []).append(row)
    return {
        group: score(vectors[of_group], [examples[row].label for row in of_group])
        for group, of_group in sorted(rows.items())
    }


def score(vectors: Vectors, labels: Sequence[str]) -> Score:
    """Return the score of one company's statements; `vectors` are unit rows."""
    return Score(v_measure(vectors, labels), nearest_agrees(vectors, labels))


def mean_score(scores: Mapping[str, Score]) -> Score:
    """Return the mean over companies, each counted once however many statements it has."""
    return Score(
        *(math.fsum(column) / len(scores) for column in zip(*scores.values(), strict=True))
    )


def v_measure(vectors: Vectors, labels: Sequence[str]) -> float:
    """Return the V-measure (Rosenberg and Hirschberg 2007) of KMeans told the number of labels."""
    count = len(set(labels))
    found = [
        KMeans(count, n_init=4, random_state=seed).fit_predict(vectors) for seed in range(_SEEDS)
    ]
    return float(np.mean([v_measure_score(labels, clusters) for clusters in found]))


def nearest_agrees(vectors: Vectors, labels: Sequence[str]) -> float:
    """Return the share of texts whose nearest other text has the same label."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    theme = np.asarray(labels)
    return float((theme[likeness.argmax(axis=1)] == theme).mean())
