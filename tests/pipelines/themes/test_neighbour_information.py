"""The score and the cut that maximises it, against slow twins."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.themes.centroids import unit_rows
from pipelines.themes.cohesion import cohesion
from pipelines.themes.neighbour_information import information, merge_clusters, renumber
from pipelines.themes.neighbours import nearest_neighbours
from pipelines.themes.tree_cut import CutLimits, best_cut, read_condensed_tree

ANY = CutLimits(max_share=1.0, min_cohesion=-np.inf)
TREE = np.dtype([("parent", int), ("child", int), ("lambda_val", float), ("child_size", int)])


def slow_information(labels: np.ndarray, neighbours: np.ndarray) -> float:
    total = 0.0
    for cluster in set(labels.tolist()) - {-1}:
        inside = np.mean(
            [
                labels[row] == cluster and labels[other] == cluster
                for row in range(len(labels))
                for other in neighbours[row]
            ]
        )
        share = np.mean(labels == cluster)
        total += inside * np.log(inside / share**2) if inside > 0 else 0.0
    return float(total)


@given(st.lists(st.integers(-1, 3), min_size=6, max_size=20), st.integers(0, 5))
def test_information_equals_its_definition(labels: list[int], seed: int) -> None:
    near = np.random.default_rng(seed).integers(0, len(labels), size=(len(labels), 3))
    given_labels = np.array(labels, dtype=np.int32)
    np.testing.assert_allclose(
        information(given_labels, near), slow_information(given_labels, near), atol=1e-12
    )


def test_one_giant_scores_nothing_and_two_apart_score_log_two() -> None:
    near = np.array([[1], [0], [3], [2]])
    assert information(np.zeros(4, dtype=np.int32), near) == 0.0
    assert np.isclose(information(np.array([0, 0, 1, 1]), near), np.log(2))


def test_neighbours_equal_a_full_sort() -> None:
    vectors = unit_rows(np.random.default_rng(0).normal(size=(40, 8)))
    index, distance = nearest_neighbours(vectors, 5)
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -np.inf)
    assert (index == np.argsort(-similarity, axis=1)[:, :5]).all()
    np.testing.assert_allclose(distance, 1 - np.sort(-similarity, axis=1)[:, :5] * -1, atol=1e-6)


def test_merging_mends_a_split_group_and_leaves_others() -> None:
    near = np.array([[1, 2], [0, 3], [3, 0], [2, 1], [5, 6], [4, 6], [5, 4], [5, 4]])
    split = np.array([0, 0, 1, 1, 2, 2, 2, 2], dtype=np.int32)
    assert merge_clusters(split, near, 1.0).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert merge_clusters(split, near, 0.4).tolist() == [1, 1, 2, 2, 0, 0, 0, 0]


def test_renumber_puts_the_largest_first() -> None:
    assert renumber(np.array([5, -1, 2, 2, 9, 9, 9])).tolist() == [2, -1, 1, 1, 0, 0, 0]
    assert renumber(np.array([-1, -1])).tolist() == [-1, -1]
    assert renumber(np.array([], dtype=np.int32)).tolist() == []


def small_tree() -> tuple[np.ndarray, list[set[int]]]:
    """12 rows; root 12 holds 13 (with 15, 16 below) and 14; row 0 belongs to 13 itself."""
    branches = [(12, 13), (12, 14), (13, 15), (13, 16)]
    rows = {13: [0], 14: [1, 2, 3, 4], 15: [5, 6, 7], 16: [8, 9, 10], 12: [11]}
    entries = [(parent, child, 1.0, 2) for parent, child in branches]
    entries += [(branch, row, 2.0, 1) for branch, held in rows.items() for row in held]
    members = [{0, 5, 6, 7, 8, 9, 10}, {1, 2, 3, 4}, {5, 6, 7}, {8, 9, 10}]
    return np.array(entries, dtype=TREE), members


@given(st.integers(0, 200), st.booleans())
def test_the_cut_is_the_best_of_all_disjoint_choices(seed: int, is_clean: bool) -> None:
    tree, members = small_tree()
    draw = np.random.default_rng(seed)
    near = draw.integers(0, 12, size=(12, 3))
    if is_clean:
        for branch in members[1:]:
            for row in branch:
                near[row] = draw.choice(sorted(branch), 3)
    best = 0.0
    for choice in product([False, True], repeat=4):
        sets = [members[i] for i in range(4) if choice[i]]
        if sum(map(len, sets)) == len(set().union(*sets)):
            labels = np.full(12, -1)
            for number, rows in enumerate(sets):
                labels[sorted(rows)] = number
            best = max(best, slow_information(labels, near))
    cut = best_cut(read_condensed_tree(tree, 12), unit_rows(draw.normal(size=(12, 4))), near, ANY)
    assert np.isclose(slow_information(cut, near), best)


def test_a_branch_above_the_share_is_replaced_by_those_below() -> None:
    tree, members = small_tree()
    near = np.array(
        [sorted(members[0])[:3] if row in members[0] else [1, 2, 3] for row in range(12)]
    )
    vectors = unit_rows(np.ones((12, 4)))
    free = best_cut(read_condensed_tree(tree, 12), vectors, near, ANY)
    held = best_cut(
        read_condensed_tree(tree, 12), vectors, near, CutLimits(max_share=0.5, min_cohesion=-np.inf)
    )
    assert np.bincount(free[free >= 0]).max() == 7
    assert np.bincount(held[held >= 0]).max() == 4


def test_cohesion_is_in_standard_deviations_of_pairs() -> None:
    vectors = unit_rows(np.random.default_rng(0).normal(size=(400, 32)))
    vectors[:5] = vectors[0]
    sums = np.array([vectors[:5].sum(axis=0), vectors[5:].sum(axis=0), vectors[7]])
    values = cohesion(sums, np.array([5, 395, 1]), vectors)
    assert 4.5 < values[0] < 6.5  # cosine 1 against 0, spread 1 / sqrt(32)
    assert abs(values[1]) < 0.05
    assert values[2] == 0.0
