"""What is computed on one thread is the same to the last bit, however many a machine has."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from pipelines.one_thread import one_thread
from pipelines.themes.centroids import unit_rows
from pipelines.themes.density_trees import reduce_rows
from pipelines.themes.neighbours import nearest_neighbours
from pipelines.themes.wordings import group_wordings


def blas_threads() -> set[int]:
    """How many threads the libraries for products of matrices may use now."""
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


def test_it_holds_for_every_library_and_ends() -> None:
    with one_thread():
        pass  # (loads them all)
    with threadpool_limits(4, user_api="blas"):
        before = blas_threads()
        with one_thread():
            assert blas_threads() == {1}
        assert blas_threads() == before


def test_neighbours_are_the_same_to_the_last_bit_with_any_number_of_threads() -> None:
    vectors = unit_rows(np.random.default_rng(0).normal(size=(3000, 256))).astype(np.float32)
    found = []
    for threads in (1, 2, 4):
        with threadpool_limits(threads, user_api="blas"), one_thread():
            index, distance = nearest_neighbours(vectors, 15)
            groups = group_wordings(vectors, 0.2)
        found.append((index.tobytes(), distance.tobytes(), groups.tobytes()))
    assert found[0] == found[1] == found[2]


@pytest.mark.heavy
def test_many_rows_are_spread_alike_with_any_number_of_threads() -> None:
    # From ten thousand numbers on BLAS adds a vector up in parts, one a thread.
    draw = np.random.default_rng(0)
    centres = draw.normal(size=(875, 16))
    of_row = draw.integers(0, 875, 10_500)
    noise = 0.5 * draw.normal(size=(10_500, 16))
    vectors = unit_rows(centres[of_row] + noise).astype(np.float32)
    near = nearest_neighbours(vectors, 10)
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads, user_api="blas"), one_thread():
            found.append(reduce_rows(vectors, *near, 10, 20).tobytes())
    assert found[0] == found[1]
