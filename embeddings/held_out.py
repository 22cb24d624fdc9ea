"""Keep part of the labelled texts back, and score an encoder on them.

Nearly identical texts stay on one side: else an encoder would be praised for finding a text that
it was trained on.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors

Rows = NDArray[np.int64]
Hits = NDArray[np.float64]

_BLOCK_ROWS = 2_048
_DRAWS = 2_000
_TRAINING, _VALIDATION, _TEST = range(3)


@dataclass(frozen=True)
class Parts:
    """Row numbers to learn from, to choose by, and to be judged on; and the wording of each row."""

    training: Rows
    validation: Rows
    test: Rows
    wordings: Rows


@dataclass(frozen=True)
class Interval:
    """A mean with the two ends of its bootstrap interval."""

    mean: float
    low: float
    high: float


def wordings_of(vectors: Vectors, same_wording: float) -> Rows:
    """Return a group number (n,): rows joined by a chain of cosines of at least `same_wording`."""
    count = len(vectors)
    edges = [np.zeros((0, 2), dtype=np.int64)]
    for start in range(0, count, _BLOCK_ROWS):
        near = np.argwhere(vectors[start : start + _BLOCK_ROWS] @ vectors.T >= same_wording)
        near[:, 0] += start
        edges.append(near)
    # Slow to import, and every verb reads the settings that stand beside this.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = np.concatenate(edges).T
    graph = coo_array((np.ones(len(left), dtype=bool), (left, right)), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def count_wordings(labels: Sequence[str], wordings: Rows) -> dict[str, int]:
    """Return how many different wordings each label has."""
    found: dict[str, set[int]] = defaultdict(set)
    for label, wording in zip(labels, wordings.tolist(), strict=True):
        found[label].add(wording)
    return {label: len(found[label]) for label in sorted(found)}


def split(
    texts: Sequence[str], wordings: Rows, validation_share: float, test_share: float, seed: int
) -> Parts:
    """Deal texts out to training, validation and test, whole wordings to one side.

    A text's lot is drawn from its own letters: what was kept back from one training is kept back
    from all later ones, however many texts have come since. Where lots of a wording differ, the
    side that is used more counts: training before validation before test.
    """
    lots = np.array([_lot(text, seed) for text in texts])
    kept = lots < validation_share + test_share
    side = np.where(lots < validation_share, _VALIDATION, np.where(kept, _TEST, _TRAINING))
    side_of = np.full(int(wordings.max(initial=-1)) + 1, _TEST)
    np.minimum.at(side_of, wordings, side)
    training, validation, test = (
        np.flatnonzero(side_of[wordings] == part) for part in (_TRAINING, _VALIDATION, _TEST)
    )
    return Parts(training, validation, test, wordings)


def _lot(text: str, seed: int) -> float:
    """Return a number from 0 to 1 by the letters of a text."""
    digest = hashlib.blake2b(f"{seed}/{text}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def hits(vectors: Vectors, labels: Sequence[str], known: Rows, asked: Rows) -> Hits:
    """Say of each asked row whether it is found right: by prototype and by nearest row, (m, 2).

    `vectors` are unit rows. A label's prototype is the unit mean of its `known` rows.
    """
    names, label_of = np.unique(np.asarray(labels), return_inverse=True)
    sums = np.zeros((len(names), vectors.shape[1]), dtype=np.float64)
    np.add.at(sums, label_of[known], vectors[known])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    # A label of which nothing is known has no prototype and is never the nearest.
    prototypes = np.where(lengths > 0, sums / np.maximum(lengths, 1e-12), 0.0)
    to_prototypes = np.where(lengths.T > 0, vectors[asked] @ prototypes.T, -np.inf)
    by_prototype = to_prototypes.argmax(axis=1)
    by_neighbour = label_of[known][_nearest(vectors[asked], vectors[known])]
    right = np.stack([by_prototype, by_neighbour], axis=1) == label_of[asked][:, None]
    return right.astype(np.float64)


def _nearest(asked: Vectors, known: Vectors) -> Rows:
    starts = range(0, len(asked), _BLOCK_ROWS)
    return np.concatenate([(asked[s : s + _BLOCK_ROWS] @ known.T).argmax(axis=1) for s in starts])


def interval(gains: Hits, wordings: Rows, confidence: float, seed: int) -> Interval:
    """Return the mean of `gains` (m,) with its percentile bootstrap interval (Efron 1979).

    Whole wordings are drawn, since rows of one wording stand and fall together.
    """
    groups, group_of = np.unique(wordings, return_inverse=True)
    sums = np.bincount(group_of, weights=gains, minlength=len(groups))
    sizes = np.bincount(group_of, minlength=len(groups))
    drawn = np.random.default_rng(seed).integers(0, len(groups), size=(_DRAWS, len(groups)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(gains.mean()), float(low), float(high))
