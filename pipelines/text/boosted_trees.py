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
        every = np.arange(trees)
        rows = np.arange(len(features))[:, None]
        at = np.zeros((len(features), trees), np.intp)
        while at.size and at[0, 0] < nodes:
            above = features[rows, self.columns[every, at]] > self.borders[every, at]
            at = 2 * at + 1 + above
        scores = self.start + self.leaves[every, at - nodes].sum(axis=1)
        result: Floats = (1 / (1 + np.exp(-scores))).astype(np.float32)
        return result
