"""Scores of grouped vectors, by hand."""

import numpy as np
import pytest

from embeddings.training.examples import Example
from embeddings.training.judging import Score, mean_score, nearest_agrees, score_by_group, v_measure

# Two themes at right angles, each said three times, and a second company where nothing agrees.
RIGHT = np.array([[1, 0], [1, 0.1], [1, -0.1], [0, 1], [0.1, 1], [-0.1, 1]], dtype=np.float32)
UNIT = RIGHT / np.linalg.norm(RIGHT, axis=1, keepdims=True)


def test_clear_groups_score_one() -> None:
    labels = ["a", "a", "a", "b", "b", "b"]
    assert v_measure(UNIT, labels) == pytest.approx(1)
    assert nearest_agrees(UNIT, labels) == 1


def test_labels_across_the_groups_score_low() -> None:
    labels = ["a", "b", "c", "a", "b", "c"]
    assert v_measure(UNIT, labels) < 0.6
    assert nearest_agrees(UNIT, labels) == 0


def test_every_company_counts_once() -> None:
    examples = [Example("", label, "みどり") for label in "aaabbb"]
    examples += [Example("", label, "あおい") for label in "abc"]
    vectors = np.vstack([UNIT, UNIT[:3]])
    scores = score_by_group(vectors, examples)
    assert scores["みどり"] == Score(pytest.approx(1.0), 1.0)
    assert list(scores) == ["あおい", "みどり"]
    assert mean_score(scores).nearest == 0.5
