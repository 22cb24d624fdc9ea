"""Trust in themes against plain loops."""

import numpy as np
import pytest

from pipelines.themes.centroids import unit_rows
from pipelines.themes.trust import best_jaccards, coherence, resample, separation, trust

HASHES = [f"h{number}" for number in range(100)]


def test_a_resample_depends_on_texts_not_on_their_order() -> None:
    drawn = {HASHES[row] for row in resample(HASHES, 1, 1_000)}
    backwards = HASHES[::-1]
    assert {backwards[row] for row in resample(backwards, 1, 1_000)} == drawn
    assert len(drawn) == 80
    assert {HASHES[row] for row in resample(HASHES, 2, 1_000)} != drawn
    assert len(resample(HASHES, 1, 30)) == 30


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


def test_a_theme_on_its_centre_is_separate_and_one_on_anothers_is_not() -> None:
    centroids = np.eye(2, dtype=np.float32)
    assert separation(centroids, np.array([0, 1]), centroids).tolist() == [1.0, 1.0]
    assert separation(centroids, np.array([1, 0]), centroids).tolist() == [-1.0, -1.0]


def test_share_of_resamples_leaves_out_those_without_the_theme() -> None:
    centroids = np.eye(2, dtype=np.float32)
    jaccards = [np.array([0.9, np.nan]), np.array([0.1, 0.6])]
    found = trust(centroids, np.array([0, 1]), centroids, jaccards, 0.5)
    assert found.share_found.tolist() == [0.5, 1.0]
    assert found.mean_jaccard.tolist() == [0.5, 0.6]
