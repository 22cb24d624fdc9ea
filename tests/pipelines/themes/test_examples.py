"""Example voices: typical, unlike each other, of different customers."""

import numpy as np

from pipelines.themes.centroids import unit_rows
from pipelines.themes.examples import choose_examples

# Three voices of one wording, two of another, one of a third.
VECTORS = unit_rows(
    np.array([[1, 0, 0], [1, 0.02, 0], [1, 0, 0.02], [0, 1, 0], [0.02, 1, 0], [0, 0, 1]], float)
)
EQUAL = np.full(6, 0.8)


def test_each_example_stands_for_other_wordings_the_largest_first() -> None:
    customers = list("abcdef")
    assert choose_examples(VECTORS, EQUAL, customers, 3) == [1, 4, 5]
    assert choose_examples(VECTORS, EQUAL, customers, 1) == [1]


def test_what_hardly_belongs_is_no_early_example() -> None:
    weak = np.array([0.8, 0.8, 0.8, 0.02, 0.02, 0.6])
    assert choose_examples(VECTORS, weak, list("abcdef"), 2) == [2, 5]


def test_one_customer_is_quoted_once_while_there_are_others() -> None:
    assert choose_examples(VECTORS, EQUAL, list("aaaaab"), 2) == [1, 5]
    assert choose_examples(VECTORS, EQUAL, list("aaaaab"), 3) == [1, 5, 4]


def test_all_are_examples_where_there_are_few() -> None:
    assert sorted(choose_examples(VECTORS[:3], EQUAL[:3], list("abc"))) == [0, 1, 2]
    assert choose_examples(VECTORS[:0], EQUAL[:0], []) == []


def test_the_order_of_equal_rows_decides_nothing_but_ties() -> None:
    order = np.array([5, 4, 3, 2, 1, 0])
    chosen = choose_examples(VECTORS[order], EQUAL, [f"{n}" for n in order], 3)
    assert {("x", "x", "x", "y", "y", "z")[order[row]] for row in chosen} == {"x", "y", "z"}
