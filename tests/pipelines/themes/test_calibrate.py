"""Reach and margin of a theme against plain loops."""

import numpy as np
import pytest

from pipelines.themes.calibrate import (
    BORROWED_VOICES,
    calibrated_margins,
    calibrated_radii,
    left_out_distances,
)
from pipelines.themes.centroids import unit_rows


def test_each_voice_is_measured_from_the_centre_of_the_others() -> None:
    draw = np.random.default_rng(1)
    vectors, pull = unit_rows(draw.normal(size=(6, 4))), draw.uniform(1, 3, 6)
    for row, distance in enumerate(left_out_distances(vectors, pull)):
        others = [pull[n] * vectors[n] for n in range(6) if n != row]
        centre = unit_rows(np.sum(others, axis=0)[None, :])[0]
        assert distance == pytest.approx(max(1 - centre @ vectors[row], 0), abs=1e-5)


def test_small_themes_borrow_the_usual_reach() -> None:
    draw = np.random.default_rng(2)
    tight = unit_rows(np.array([9, 0, 0]) + draw.normal(size=(50, 3)))
    wide = unit_rows(np.array([0, 3, 0]) + draw.normal(size=(50, 3)))
    few = unit_rows(np.array([0, 0, 9]) + 0.01 * draw.normal(size=(2, 3)))
    labels = np.repeat([0, 1, 2], [50, 50, 2])
    vectors = np.vstack([tight, wide, few])
    radii = calibrated_radii(vectors, np.ones(102), labels, 0.9)
    own = [
        np.quantile(
            left_out_distances(vectors[labels == theme], np.ones((labels == theme).sum())), 0.9
        )
        for theme in range(3)
    ]
    usual = np.median(own)
    sizes = np.array([50, 50, 2])
    expected = (sizes * own + BORROWED_VOICES * usual) / (sizes + BORROWED_VOICES)
    assert radii == pytest.approx(np.maximum(expected, 0.5 * usual), abs=1e-6)
    assert radii[0] < radii[1]


def test_a_theme_whose_border_is_disputed_asks_for_a_wider_margin() -> None:
    centroids = unit_rows(np.array([[1.0, 0.0], [0.0, 1.0]]))
    angle = np.linspace(0, np.pi / 2, 40)
    vectors = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    clear = (angle > np.pi / 4).astype(int)
    assert calibrated_margins(vectors, clear, centroids, 0.9, 0.03).tolist() == pytest.approx(
        [0.03, 0.03]
    )
    # Half of what lies a little nearer to the first theme is the second's.
    disputed = clear.copy()
    disputed[(angle > np.pi / 8) & (angle < np.pi / 4)] = 1
    wide, usual = calibrated_margins(vectors, disputed, centroids, 0.9, 0.03)
    assert wide == pytest.approx(0.2)
    assert usual == pytest.approx(0.03)


def test_without_a_rival_or_voices_the_usual_margin_holds() -> None:
    one = unit_rows(np.array([[1.0, 0.0]]))
    assert calibrated_margins(one, np.array([0]), one, 0.9, 0.03).tolist() == pytest.approx([0.03])
    none = np.zeros((0, 2), dtype=np.float32)
    assert len(calibrated_radii(none, np.zeros(0), np.zeros(0, dtype=int), 0.9)) == 0
