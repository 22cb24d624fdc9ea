"""The nearest rows, against a slow twin that sorts all of them."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.search.nearest import Block, nearest

ROW = st.lists(st.integers(-127, 127), min_size=3, max_size=3)


def block(rows: list[list[int]], first: int = 0) -> Block:
    """Rows as a block, numbered on from `first`."""
    ids = np.arange(first, first + len(rows), dtype=np.int64)
    return ids, np.array(rows, dtype=np.int8).reshape(len(rows), 3)


def slow_cosine(one: list[float], other: list[int]) -> float:
    """The cosine of a unit row with another, one number after the other; 0 for a row of zeros."""
    length = math.sqrt(sum(number * number for number in other))
    return sum(a * b for a, b in zip(one, other, strict=True)) / length if length else 0.0


@given(
    st.lists(ROW, max_size=40),
    ROW.filter(any),
    st.integers(1, 12),
    st.integers(1, 10),
)
def test_the_nearest_rows_are_those_of_a_slow_sort(
    rows: list[list[int]], asked: list[int], count: int, size: int
) -> None:
    length = math.sqrt(sum(number * number for number in asked))
    question = [number / length for number in asked]
    blocks = [block(rows[at : at + size], at) for at in range(0, len(rows), size)]
    ids, near = nearest(np.array(question, dtype=np.float32), blocks, count)
    slow = {row: slow_cosine(question, numbers) for row, numbers in enumerate(rows)}
    ranked = sorted(slow.values(), reverse=True)[:count]
    assert len(ids) == len(set(ids.tolist())) == min(count, len(rows))
    np.testing.assert_allclose(near, ranked, atol=2e-5)
    np.testing.assert_allclose([slow[row] for row in ids.tolist()], ranked, atol=2e-5)
    assert [(-n, i) for n, i in zip(near.tolist(), ids.tolist(), strict=True)] == sorted(
        (-n, i) for n, i in zip(near.tolist(), ids.tolist(), strict=True)
    )


def test_length_does_not_count_and_equals_come_by_number() -> None:
    rows = [[0, 127, 0], [10, 0, 0], [127, 0, 0], [0, 0, 0], [-127, 0, 0]]
    ids, near = nearest(np.array([1, 0, 0], dtype=np.float32), [block(rows)], 5)
    assert ids.tolist() == [1, 2, 0, 3, 4]
    assert near.tolist() == [1.0, 1.0, 0.0, 0.0, -1.0]


def test_blocks_in_any_order_give_the_same() -> None:
    rows = [[number, 50 - number, 7] for number in range(40)]
    question = np.array([0.6, 0.8, 0.0], dtype=np.float32)
    forth = [block(rows[at : at + 7], at) for at in range(0, 40, 7)]
    one, other = nearest(question, forth, 5), nearest(question, forth[::-1], 5)
    assert one[0].tolist() == other[0].tolist() and one[1].tolist() == other[1].tolist()


def test_nothing_to_search_finds_nothing() -> None:
    ids, near = nearest(np.array([1, 0, 0], dtype=np.float32), [], 5)
    assert (ids.tolist(), near.tolist()) == ([], [])
