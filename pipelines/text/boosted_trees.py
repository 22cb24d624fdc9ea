"""Boosted decision trees as plain arrays: grown by scikit-learn, asked with numpy alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.text.ngram_model import Floats

Shorts = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Complete binary trees of one depth, d, and a first guess.

    `columns` and `borders` are (trees, 2^d - 1), node 0 the root and 2n + 1, 2n + 2 the children
    of node n: a row goes to the second where its column is above the border. `leaves` is
    (trees, 2^d). The score (log odds) is `start` plus one leaf of every tree.
    """

    columns: Shorts
    borders: Floats
    leaves: Floats
    start: Floats

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability of each row of features, (n,)."""
        trees, nodes = self.columns.shape
        size, width = features.shape
        # Flat positions and `take`: half the time of indexing with two arrays.
        cells, rows = np.ascontiguousarray(features).ravel(), np.arange(size)[:, None] * width
        tree = np.arange(trees) * nodes
        at = np.zeros((size, trees), np.intp)
        for _ in range((nodes + 1).bit_length() - 1):
            node = at + tree
            above = cells.take(self.columns.take(node) + rows) > self.borders.take(node)
            at = 2 * at + 1 + above
        leaf = at - nodes + np.arange(trees) * (nodes + 1)
        scores = self.start + self.leaves.take(leaf).sum(axis=1)
        result: Floats = (1 / (1 + np.exp(-scores))).astype(np.float32)
        return result
