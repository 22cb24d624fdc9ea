"""Trust in themes against plain loops."""

import numpy as np
import pytest

from pipelines.themes.centroids import unit_rows
from pipelines.themes.neighbours import nearest_neighbours
from pipelines.themes.trust import (
    best_jaccards,
    coherence,
    mean_known,
    own_neighbours,
    resample,
    shares_together,
)

HASHES = [f"h{number}" for number in range(100)]


def test_a_resample_depends_on_texts_not_on_their_order() -> None:
    drawn = {HASHES[row] for row in resample(HASHES, 1, 1_000)}
    backwards = HASHES[::-1]
    assert {backwards[row] for row in resample(backwards, 1, 1_000)} == drawn
    assert len(drawn) == 80
    assert {HASHES[row] for row in resample(HASHES, 2, 1_000)} != drawn
    assert len(resample(HASHES, 1, 30)) == 30
    assert resample(HASHES, 1, 1_000, share=1.0).tolist() == list(range(100))


def test_jaccard_with_the_best_cluster() -> None:
    themes = np.array([0, 0, 0, 1, 1, -1, -1])
    labels = np.array([0, 0, 1, 1, 1, 1, -1])
    found = best_jaccards(themes, labels, 3)
    assert found[:2].tolist() == [2 / 3, 2 / 4]
    assert np.isnan(found[2])


def test_coherence_is_the_mean_cosine_of_pairs() -> None:
    vectors = unit_rows(np.random.default_rng(0).normal(size=(5, 3)))
    pairs = [float(vectors[i] @ vectors[j]) for i in range(4) for j in range(4) if i < j]
    found = coherence(vectors, np.array([0, 0, 0, 0, 1]), 2)
    assert found[0] == pytest.approx(np.mean(pairs), abs=1e-6)
    assert found[1] == 0.0


def test_a_wider_cluster_does_not_part_a_theme_and_a_mixture_comes_apart() -> None:
    whole, mixture, silent = 0, 1, 2
    themes = np.array([whole, whole, whole, mixture, mixture, mixture, mixture, -1, -1])
    labels = np.array([0, 0, 0, 0, 0, 1, -1, 0, 0])
    found = shares_together(themes, labels, 3)
    assert found[[whole, mixture]].tolist() == [1.0, 2 / 4]
    assert np.isnan(found[silent])
    assert best_jaccards(themes, labels, 3)[whole] == 3 / 7


def test_the_half_of_an_issue_has_its_neighbours_in_the_other_half() -> None:
    draw = np.random.default_rng(0)
    issues = unit_rows(np.repeat(np.eye(8), 40, axis=0) + 0.1 * draw.normal(size=(320, 8)))
    themes = np.repeat(np.arange(8), 40)
    themes[0:40:2] = 8
    near, _ = nearest_neighbours(issues, 20)
    found = own_neighbours(themes, near, 10)
    assert found[1:8].tolist() == [1.0] * 7
    assert 0.3 < found[0] < 0.7
    assert 0.3 < found[8] < 0.7
    assert found[9] == 0.0


def test_a_small_theme_is_asked_for_as_few_neighbours_as_it_can_have() -> None:
    themes = np.array([0] * 6 + [1] * 30)
    near = np.array([[*(n for n in range(6) if n != row), *range(6, 21)] for row in range(6)])
    filled = np.vstack([near, np.full((30, 20), 35)])
    assert own_neighbours(themes, filled, 2)[0] == 1.0


def test_resamples_without_the_theme_are_left_out_of_its_mean() -> None:
    tables = [np.array([0.9, np.nan, np.nan]), np.array([0.1, 0.6, np.nan])]
    assert mean_known(tables, 3).tolist() == [0.5, 0.6, 0.0]
