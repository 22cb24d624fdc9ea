"""Trees as arrays beside scikit-learn, which grew them, and by hand."""

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from pipelines.text.boosted_trees import BoostedTrees
from pipelines.text.tree_training import complete, grow


def test_a_tree_is_walked_to_its_leaf() -> None:
    trees = BoostedTrees(
        np.array([[0, 1, 1]], np.int16),
        np.array([[0.5, 10, 20]], np.float32),
        np.array([[1, 2, 3, 4]], np.float32),
        np.array(-2, np.float32),
    )
    rows = np.array([[0.5, 10], [0, 11], [1, 20], [1, 21]], np.float32)
    scores = np.array([-1, 0, 1, 2])
    np.testing.assert_allclose(trees.probabilities(rows), 1 / (1 + np.exp(-scores)), rtol=1e-6)
    assert trees.probabilities(rows[:0]).shape == (0,)


def test_grown_trees_say_what_scikit_learn_says() -> None:
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(200, 4)).astype(np.float32)
    wanted = rows[:, 0] * rows[:, 1] > 0.1
    model = GradientBoostingClassifier(n_estimators=7, max_depth=3, random_state=0)
    model.fit(rows, wanted)
    columns, borders, leaves = (
        np.array(part)
        for part in zip(*(complete(one[0].tree_, 3) for one in model.estimators_), strict=True)
    )
    share = wanted.mean()
    start = np.array(np.log(share / (1 - share)), np.float32)
    trees = BoostedTrees(columns, borders, leaves * model.learning_rate, start)
    expected = model.predict_proba(rows)[:, 1]
    np.testing.assert_allclose(trees.probabilities(rows), expected, rtol=1e-4)


def test_growing_learns_and_does_so_again() -> None:
    rows = np.arange(60, dtype=np.float32)[:, None]
    wanted = rows[:, 0] >= 30
    trees = grow(rows, wanted, count=50, depth=2)
    assert ((trees.probabilities(rows) > 0.5) == wanted).all()
    np.testing.assert_array_equal(trees.leaves, grow(rows, wanted, count=50, depth=2).leaves)
