"""Places on the map: near what says the same, never on each other, the same every time."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from pipelines.review.theme_map.layout import SPREAD, places_of, spread
from pipelines.themes.centroids import unit_rows


def bundles(sizes: list[int], seed: int = 3) -> np.ndarray:
    """Return unit rows in bundles, each around a direction of its own."""
    random = np.random.default_rng(seed)
    middles = random.normal(size=(len(sizes), 32))
    rows = np.vstack(
        [
            middle + 0.15 * random.normal(size=(size, 32))
            for middle, size in zip(middles, sizes, strict=True)
        ]
    ).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@pytest.mark.heavy
def test_what_says_the_same_lies_together() -> None:
    vectors = bundles([40, 40, 40])
    places = places_of(vectors)
    assert places.shape == (120, 2)
    assert places.min() >= 0
    assert places.max() <= 1
    label = np.repeat(np.arange(3), 40)
    away = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    np.fill_diagonal(away, np.inf)
    nearest = away.argsort(axis=1)[:, :5]
    assert np.mean(label[nearest] == label[:, None]) > 0.95


@pytest.mark.heavy
def test_the_same_rows_get_the_same_places() -> None:
    vectors = bundles([30, 20])
    assert np.array_equal(places_of(vectors), places_of(vectors.copy()))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_a_few_rows_need_no_neighbourhood(count: int) -> None:
    places = places_of(bundles([count]) if count else np.empty((0, 32), np.float32))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(6), axis=0)) == count


def test_voices_of_one_statement_are_moved_apart() -> None:
    places = np.array([[0.5, 0.5], [0.5, 0.5], [0.2, 0.2], [0.5, 0.5]])
    moved = spread(places, np.array([7, 7, 1, 7]))
    assert moved[2].tolist() == [0.2, 0.2]
    assert len(np.unique(moved.round(6), axis=0)) == 4
    assert np.abs(moved - places).max() <= SPREAD * 2


def test_places_are_the_same_to_the_last_bit_with_any_number_of_threads() -> None:
    vectors = unit_rows(np.random.default_rng(0).normal(size=(3000, 256))).astype(np.float32)
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads, user_api="blas"):
            found.append(places_of(vectors).tobytes())
    assert found[0] == found[1]
