"""Cut a density tree where the clusters say most about who neighbours whom.

HDBSCAN offers two cuts: `eom` (collapses into two giants on colloquial complaints) and `leaf`
(shatters real reports into dust). Both judge by density in the reduced space. Here every branch
may be cut at its own height: the set of disjoint branches with the highest total information
(see neighbour_information) is found exactly, from the leaves up.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.themes.cohesion import cohesion
from pipelines.themes.neighbour_information import cluster_information


@dataclass(frozen=True)
class CutLimits:
    """What no cluster may be: more than this share of the rows, less cohesive, or smaller."""

    max_share: float
    min_cohesion: float
    min_rows: int = 1


@dataclass(frozen=True)
class Branches:
    """A tree of groups of rows: the parent of each branch (root 0 has -1; parents come before
    children), and the lowest branch that holds each row (n,)."""

    parents: np.ndarray
    of_row: np.ndarray


def best_cut(
    branches: Branches, vectors: np.ndarray, neighbours: np.ndarray, limits: CutLimits
) -> np.ndarray:
    """Label rows by the best disjoint branches of a tree.

    `vectors` (n, d) unit rows and `neighbours` (n, m) row numbers are of the original space. The
    root and branches beyond the limits are never clusters. Returns labels (n,) int32, -1 for none.
    """
    rows = len(neighbours)
    parents, branch_of_row = branches.parents, branches.of_row
    sizes = _sum_upwards(np.bincount(branch_of_row, minlength=len(parents)), parents)
    inner = _sum_upwards(_edges_per_branch(branch_of_row, neighbours, parents), parents)
    value = cluster_information(inner / neighbours.size, sizes / rows)
    value[(sizes > limits.max_share * rows) | (sizes < limits.min_rows)] = -np.inf
    sums = np.zeros((len(parents), vectors.shape[1]))
    np.add.at(sums, branch_of_row, vectors)
    value[cohesion(_sum_upwards(sums, parents), sizes, vectors) < limits.min_cohesion] = -np.inf
    chosen = _choose_branches(value, parents)
    return _label_branches(chosen, parents)[branch_of_row]


def read_condensed_tree(tree: np.ndarray, rows: int) -> Branches:
    """Read `hdbscan.HDBSCAN.condensed_tree_.to_numpy()` of so many rows."""
    is_branch = tree["child"] >= rows
    parents = np.full(int(is_branch.sum()) + 1, -1)
    parents[tree["child"][is_branch] - rows] = tree["parent"][is_branch] - rows
    branch_of_row = np.zeros(rows, dtype=np.int64)
    branch_of_row[tree["child"][~is_branch]] = tree["parent"][~is_branch] - rows
    return Branches(parents, branch_of_row)


def _sum_upwards(per_branch: np.ndarray, parents: np.ndarray) -> np.ndarray:
    total = per_branch.astype(float)
    for branch in range(len(parents) - 1, 0, -1):
        total[parents[branch]] += total[branch]
    return total


def _edges_per_branch(
    branch_of_row: np.ndarray, neighbours: np.ndarray, parents: np.ndarray
) -> np.ndarray:
    """Count edges by the lowest branch that holds both ends (climb the deeper end until equal)."""
    depth = np.zeros(len(parents), dtype=np.int64)
    for branch in range(1, len(parents)):
        depth[branch] = depth[parents[branch]] + 1
    left = np.repeat(branch_of_row, neighbours.shape[1])
    right = branch_of_row[neighbours.ravel()]
    apart = np.flatnonzero(left != right)
    while len(apart):
        one, other = left[apart], right[apart]
        left[apart] = np.where(depth[one] >= depth[other], parents[one], one)
        right[apart] = np.where(depth[other] >= depth[one], parents[other], other)
        apart = apart[left[apart] != right[apart]]
    return np.bincount(left, minlength=len(parents))


def _choose_branches(value: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """Mark each branch worth at least as much as the best choice below it (the root never)."""
    below = np.zeros(len(parents))
    chosen = np.zeros(len(parents), dtype=bool)
    for branch in range(len(parents) - 1, 0, -1):
        chosen[branch] = value[branch] > 0 and value[branch] >= below[branch]
        below[parents[branch]] += value[branch] if chosen[branch] else below[branch]
    return chosen


def _label_branches(chosen: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """Number the topmost chosen branches; what lies below one belongs to it."""
    label = np.full(len(parents), -1, dtype=np.int32)
    fresh = 0
    for branch in range(1, len(parents)):
        if label[parents[branch]] >= 0:
            label[branch] = label[parents[branch]]
        elif chosen[branch]:
            label[branch], fresh = fresh, fresh + 1
    return label
