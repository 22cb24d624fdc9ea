"""Average several groupings of the same rows into one tree: what most of them agree on.

UMAP draws random numbers and every density tree has its own taste. Rows that few groupings part
belong together (evidence accumulation: Fred & Jain 2005, doi:10.1109/TPAMI.2005.113). Rows that no
grouping parts are one atom; atoms are joined by average linkage.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.themes.assign import nearest_two
from pipelines.themes.neighbour_information import information, merge_clusters
from pipelines.themes.tree_cut import Branches, CutLimits, best_cut
from pipelines.themes.wordings import mean_of_groups

# Distances between all pairs of atoms are held at once, 256 MB of float32.
MAX_ATOMS = 8_000


def agreed_cut(
    cuts: Sequence[np.ndarray],
    vectors: np.ndarray,
    neighbours: np.ndarray,
    limits: CutLimits,
    min_information: float,
) -> np.ndarray:
    """Label rows by what the cuts agree on, or by the best of them where that is nothing.

    One clear issue among few voices takes in all the others when a cut is widened, and is then
    neither cohesive nor small enough. A cut that nothing confirms must have something to say.
    `cuts` hold labels (n,) each; `vectors` (n, d) and `neighbours` (n, m) as in `best_cut`.
    """
    share = limits.max_share
    wide = [merge_clusters(_widened(cut, vectors), neighbours, share) for cut in cuts]
    found = best_cut(agreement_tree(np.column_stack(wide)), vectors, neighbours, limits)
    if found.max() < 0:
        best = max(cuts, key=lambda cut: information(cut, neighbours))
        found = best if information(best, neighbours) >= min_information else found
    return merge_clusters(found, neighbours, share)


def _widened(cut: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Give rows outside to the nearest centroid: else trees agree above all on what is dense."""
    nearest = nearest_two(vectors, mean_of_groups(vectors[cut >= 0], cut[cut >= 0]))[0]
    return np.where(cut >= 0, cut, nearest).astype(np.int32)


def agreement_tree(groupings: np.ndarray) -> Branches:
    """Return the tree of rows by how many of the groupings part them.

    `groupings` (n, v) holds the labels of v groupings, the dearest first: where they part the rows
    into too many atoms, the last ones are left out. Atoms are the leaves.
    """
    kept = groupings.shape[1]
    atoms, atom_of_row = np.unique(groupings, axis=0, return_inverse=True)
    while len(atoms) > MAX_ATOMS and kept > 1:
        kept -= 1
        atoms, atom_of_row = np.unique(groupings[:, :kept], axis=0, return_inverse=True)
    atom_of_row = atom_of_row.ravel()
    pairs = average_linkage(_parted_share(atoms), np.bincount(atom_of_row).astype(float))
    return _branches(pairs, atom_of_row)


def _parted_share(atoms: np.ndarray) -> np.ndarray:
    """Share of groupings that part two atoms, (m, m) float32."""
    parted = np.zeros((len(atoms), len(atoms)), dtype=np.float32)
    for labels in atoms.T:
        parted += labels[:, None] != labels[None, :]
    return parted / np.float32(atoms.shape[1])


def average_linkage(distance: np.ndarray, sizes: np.ndarray) -> list[tuple[int, int]]:
    """Join atoms pair by pair, nearest first on average (nearest-neighbour chain, Murtagh 1983).

    Overwrites `distance`. Node t below m is atom t, node m + t the t-th pair, so a pair comes
    before any pair that holds it. scipy's linkage cannot weigh atoms by their rows.
    """
    np.fill_diagonal(distance, np.inf)
    node = np.arange(len(sizes))
    is_open = np.ones(len(sizes), dtype=bool)
    pairs: list[tuple[int, int]] = []
    chain: list[int] = []
    while len(pairs) < len(sizes) - 1:
        if not chain:
            chain.append(int(is_open.argmax()))
        keep, drop = sorted(_climb(chain, distance))
        mean = sizes[keep] * distance[keep] + sizes[drop] * distance[drop]
        distance[keep] = mean / (sizes[keep] + sizes[drop])
        distance[:, keep] = distance[keep]
        distance[drop] = distance[:, drop] = np.inf
        distance[keep, keep] = np.inf
        sizes[keep] += sizes[drop]
        is_open[drop] = False
        pairs.append((int(node[keep]), int(node[drop])))
        node[keep] = len(sizes) + len(pairs) - 1
    return pairs


def _climb(chain: list[int], distance: np.ndarray) -> tuple[int, int]:
    """Follow nearest neighbours until two are each other's nearest; take both off the chain."""
    while True:
        last = chain[-1]
        nearest = int(distance[last].argmin())
        if len(chain) > 1 and distance[last, chain[-2]] <= distance[last, nearest]:
            return chain.pop(), chain.pop()
        chain.append(nearest)


def _branches(pairs: list[tuple[int, int]], atom_of_row: np.ndarray) -> Branches:
    """Number pairs from the root down (the last pair is 0), then the atoms."""
    joins, atoms = len(pairs), int(atom_of_row.max(initial=-1)) + 1
    parents = np.full(joins + atoms, -1)
    for number, pair in enumerate(pairs):
        for node in pair:
            child = joins + node if node < atoms else joins - 1 - (node - atoms)
            parents[child] = joins - 1 - number
    return Branches(parents, joins + atom_of_row)
