"""The tree of what groupings agree on, against a slow twin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist, squareform

from pipelines.themes import agreement
from pipelines.themes.agreement import agreed_cut, agreement_tree, average_linkage
from pipelines.themes.tree_cut import CutLimits


def rows_below(groupings: np.ndarray) -> set[frozenset[int]]:
    """All groups of rows that the tree holds."""
    branches = agreement_tree(groupings)
    held: list[set[int]] = [set() for _ in branches.parents]
    for row, branch in enumerate(branches.of_row):
        while branch >= 0:
            held[branch].add(row)
            branch = branches.parents[branch]
    return {frozenset(rows) for rows in held}


def test_what_both_groupings_hold_together_is_joined_first() -> None:
    groupings = np.array([[0, 0], [0, 0], [0, 1], [1, 2], [1, 2]])
    assert rows_below(groupings) == {
        frozenset(rows) for rows in ({0, 1}, {2}, {3, 4}, {0, 1, 2}, {0, 1, 2, 3, 4})
    }


def test_parents_come_before_children() -> None:
    branches = agreement_tree(np.random.default_rng(0).integers(0, 4, size=(30, 5)))
    assert branches.parents[0] == -1
    assert (branches.parents[1:] < np.arange(1, len(branches.parents))).all()


@given(st.integers(0, 300), st.integers(2, 15))
def test_linkage_equals_that_of_repeated_rows(seed: int, atoms: int) -> None:
    draw = np.random.default_rng(seed)
    places, sizes = draw.normal(size=(atoms, 3)), draw.integers(1, 4, size=atoms)
    distance = squareform(pdist(places)).astype(np.float32)
    members = [{row} for row in np.arange(atoms)]
    for pair in average_linkage(distance, sizes.astype(float)):
        members.append(members[pair[0]] | members[pair[1]])
    of_row = np.repeat(np.arange(atoms), sizes)
    slow = [{row} for row in range(len(of_row))]
    for left, right, *_ in linkage(pdist(places[of_row]), "average"):
        slow.append(slow[int(left)] | slow[int(right)])
    groups_of_atoms = {frozenset(of_row[sorted(rows)]) for rows in slow}
    assert {frozenset(rows) for rows in members} == groups_of_atoms


def test_the_last_groupings_are_left_out_where_there_are_too_many_atoms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agreement, "MAX_ATOMS", 2)
    groupings = np.array([[0, 0], [0, 1], [1, 2], [1, 3]])
    assert len(agreement_tree(groupings).parents) == 3


@pytest.mark.parametrize(("least", "kept"), [(0.34, [0, 0, 0, 0]), (0.35, [-1, -1, -1, -1])])
def test_a_cut_that_nothing_confirms_must_have_something_to_say(
    least: float, kept: list[int]
) -> None:
    """Widened, the only cluster holds all rows. Alone it says .5 log(.5 / .25) = .3466 nats."""
    vectors = np.vstack([np.eye(5)[[0, 0, 0, 0]], np.eye(5)[1:]])
    neighbours = np.array([[1, 2], [2, 3], [3, 0], [0, 1], [5, 6], [6, 7], [7, 4], [4, 5]])
    cuts = [np.array([0, 0, 0, 0, -1, -1, -1, -1], dtype=np.int32)] * 2
    labels = agreed_cut(cuts, vectors, neighbours, CutLimits(0.5, 0.75), least)
    assert labels.tolist() == [*kept, -1, -1, -1, -1]
