"""Growing the trees that find complaints in a contact."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier

from pipelines.text.boosted_trees import BoostedTrees
from pipelines.text.ngram_model import Floats


def grow(features: Floats, wanted: npt.NDArray[np.bool_], count: int, depth: int) -> BoostedTrees:
    """Grow boosted trees for two classes; the same input gives the same trees."""
    share = float(wanted.mean())
    start = np.array(math.log(share / (1 - share)), np.float32)
    model = GradientBoostingClassifier(
        n_estimators=count,
        max_depth=depth,
        # Small steps on few rows and few columns each: some thousand clauses are little to learn
        # from.
        learning_rate=9 / count,
        subsample=0.5,
        max_features=0.1,
        min_samples_leaf=min(10, len(wanted) // 10 + 1),
        random_state=0,
    ).fit(features, wanted)
    trees = [complete(one[0].tree_, depth) for one in model.estimators_]
    columns, borders, leaves = (np.array(part) for part in zip(*trees, strict=True))
    return BoostedTrees(
        columns.astype(np.int16),
        borders.astype(np.float32),
        (leaves * model.learning_rate).astype(np.float32),
        start,
    )


def complete(tree: Any, depth: int) -> tuple[list[int], list[float], list[float]]:
    """Return a tree filled up to its full depth: below a leaf every way leads to its value."""
    inner = 2**depth - 1
    nodes = [0]
    for at in range(inner):
        own = nodes[at]
        is_leaf = tree.children_left[own] < 0
        nodes += [own, own] if is_leaf else [tree.children_left[own], tree.children_right[own]]
    columns = [max(0, int(tree.feature[own])) for own in nodes[:inner]]
    borders = [float(tree.threshold[own]) for own in nodes[:inner]]
    return columns, borders, [float(tree.value[own, 0, 0]) for own in nodes[inner:]]
