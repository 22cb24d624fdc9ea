"""Nearly equal wordings count as one when neighbourhoods are judged."""

import numpy as np

from pipelines.themes.centroids import unit_rows

BLOCK = 256


def group_wordings(vectors: np.ndarray, similarity: float) -> np.ndarray:
    """Return a group number (n,) for each unit row: rows join the most similar leader.

    A row becomes a leader when no earlier one is at least `similarity` (cosine) to it (leader
    clustering, Hartigan 1975). A sentence said again with another filler says nothing about
    which *different* wordings belong together, but would fill the list of nearest neighbours.
    The result depends on row order: pass rows sorted by text hash.
    """
    leaders = np.empty_like(vectors)
    group = np.empty(len(vectors), dtype=np.int64)
    count = 0
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK]
        # One matrix product with the leaders so far; only leaders born in this block are
        # compared row by row.
        similar = np.full((len(block), count + len(block)), -1.0, dtype=np.float32)
        similar[:, :count] = block @ leaders[:count].T
        for number, row in enumerate(block):
            nearest = int(similar[number].argmax())
            if similar[number, nearest] < similarity:
                leaders[count], nearest = row, count
                similar[number + 1 :, count] = block[number + 1 :] @ row
                count += 1
            group[start + number] = nearest
    return group


def mean_of_groups(vectors: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return the unit mean (g, d) of each group's rows."""
    sums = np.zeros((int(group.max(initial=-1)) + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, group, vectors)
    return unit_rows(sums)
