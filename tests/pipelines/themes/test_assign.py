"""Assignment to known themes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.themes.assign import AssignSettings, assign
from pipelines.themes.centroids import unit_rows

AXES = np.eye(3, dtype=np.float32)
RADII = np.array([0.3, 0.3, 0.01], dtype=np.float32)


def test_near_far_tied_and_outside_a_small_radius() -> None:
    voices = unit_rows(np.array([[9, 1, 0], [1, 9, 0], [1, 1, 0], [1, 1, 1], [0, 2, 9]], float))
    index, strength = assign(voices, AXES, RADII, AssignSettings())
    assert index.tolist() == [0, 1, -1, -1, -1]
    assert (strength[2:] == 0).all()
    assert index.dtype == np.int32
    assert strength.dtype == np.float32


def test_strength_is_one_at_the_centroid_and_falls_with_distance() -> None:
    voices = unit_rows(np.array([[1, 0, 0], [9, 1, 0], [9, 4, 0]], float))
    _, strength = assign(voices, AXES, RADII, AssignSettings())
    assert strength[0] == 1.0
    assert strength[0] > strength[1] > strength[2] > 0


def test_on_the_rim_with_a_rival_equally_near_strength_is_a_half() -> None:
    centroids = np.array([[1, 0], [0, 1]], dtype=np.float32)
    middle = unit_rows(np.array([[1.0, 1.0]]))
    radii = np.full(2, 1 - np.sqrt(0.5) + 1e-6)
    index, strength = assign(middle, centroids, radii, AssignSettings(margin=0.0))
    assert index[0] == 0
    assert np.isclose(strength[0], 0.5, atol=1e-3)


def test_no_themes_and_no_voices() -> None:
    index, strength = assign(AXES, np.zeros((0, 3)), np.zeros(0), AssignSettings())
    assert index.tolist() == [-1, -1, -1]
    assert strength.tolist() == [0, 0, 0]
    assert len(assign(AXES[:0], AXES, RADII, AssignSettings())[0]) == 0


def test_one_theme_needs_no_rival() -> None:
    index, _ = assign(AXES, AXES[:1], RADII[:1], AssignSettings())
    assert index.tolist() == [0, -1, -1]


@given(st.integers(0, 500))
def test_always_nearest_within_radius_and_strength_in_range(seed: int) -> None:
    draw = np.random.default_rng(seed)
    voices = unit_rows(draw.normal(size=(20, 4)))
    centroids = unit_rows(draw.normal(size=(5, 4)))
    radii = draw.uniform(0.01, 1.5, size=5)
    index, strength = assign(voices, centroids, radii, AssignSettings())
    distance = 1 - voices @ centroids.T
    for row, theme in enumerate(index):
        if theme >= 0:
            assert theme == distance[row].argmin()
            assert distance[row, theme] <= radii[theme] + 1e-6
            assert 0 < strength[row] <= 1
        else:
            assert strength[row] == 0
