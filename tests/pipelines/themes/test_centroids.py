"""Centres of clusters: what weighs how much."""

import numpy as np

from pipelines.themes.centroids import centroids_and_radii

EAST, NORTH = np.eye(2, dtype=np.float32)


def test_words_that_only_copies_say_pull_like_words_said_once() -> None:
    vectors, labels = np.stack([EAST, NORTH]), np.zeros(2, np.int64)
    once, _ = centroids_and_radii(vectors, np.array([1, 1]), labels, 0.9)
    copies, radii = centroids_and_radii(vectors, np.array([1, 0]), labels, 0.9)
    assert np.isfinite(copies).all() and np.isfinite(radii).all()
    assert np.allclose(copies, once)


def test_a_mass_mail_pulls_more_but_does_not_become_its_theme() -> None:
    vectors, labels = np.stack([EAST, NORTH]), np.zeros(2, np.int64)
    [[east, north]], _ = centroids_and_radii(vectors, np.array([100, 1]), labels, 0.9)
    assert 1 < east / north < 10
