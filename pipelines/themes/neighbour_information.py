"""How much a grouping says about who neighbours whom: the score that discovery maximises.

For a grouping of n rows with a graph of nearest neighbours (original space, not the reduced
one), let p_c be the share of rows in cluster c and p_cc the share of edges with both ends in c.
The information is

    I = sum over c of p_cc * log(p_cc / p_c^2)        in nats; rows in no cluster add nothing.

This is the diagonal part of the mutual information between the clusters of the two ends of an
edge (autoinformation: Faccin, Schaub & Delvenne 2018, doi:10.1093/comnet/cnx055). One giant
cluster scores log 1 = 0, dust loses p_cc, and leaving rows out loses coverage, so the three ways
to fail are punished by one formula without weights to tune. It is a sum over clusters, so the
best cut of a tree is found exactly.
"""

import numpy as np


def cluster_information(edge_share: np.ndarray, row_share: np.ndarray) -> np.ndarray:
    """Each cluster's part of the information, from p_cc and p_c (same shape), in nats."""
    positive = edge_share > 0
    ratio = np.divide(edge_share, row_share**2, out=np.ones_like(edge_share), where=positive)
    return edge_share * np.log(ratio)


def edge_shares(labels: np.ndarray, neighbours: np.ndarray) -> np.ndarray:
    """Share of neighbour edges from cluster to cluster, (k, k); edges of -1 rows are left out."""
    clusters = int(labels.max(initial=-1)) + 1
    ends = labels[neighbours]
    starts = np.broadcast_to(labels[:, None], ends.shape)
    inside = (ends >= 0) & (starts >= 0)
    cells = starts[inside].astype(np.int64) * clusters + ends[inside]
    counts = np.bincount(cells, minlength=clusters * clusters).astype(float)
    return counts.reshape(clusters, clusters) / max(1, neighbours.size)


def row_shares(labels: np.ndarray) -> np.ndarray:
    """Share of all rows in each cluster, (k,)."""
    clusters = int(labels.max(initial=-1)) + 1
    return np.bincount(labels[labels >= 0], minlength=clusters) / max(1, len(labels))


def information(labels: np.ndarray, neighbours: np.ndarray) -> float:
    """Score a grouping, labels (n,) with -1 for none, neighbours (n, m) row numbers, in nats."""
    inner = np.diagonal(edge_shares(labels, neighbours))
    return float(cluster_information(inner, row_shares(labels)).sum())


def merge_clusters(labels: np.ndarray, neighbours: np.ndarray, max_share: float) -> np.ndarray:
    """Join clusters pair by pair while that raises the information (mends split issues).

    Greedy, best pair first; no joined cluster may exceed `max_share` of the rows.
    Returns renumbered labels (n,).
    """
    edges, shares = edge_shares(labels, neighbours), row_shares(labels)
    home = np.arange(len(shares))
    while len(shares) > 1:
        gain = _merge_gain(edges, shares, max_share)
        keep, drop = sorted(int(x) for x in np.unravel_index(int(gain.argmax()), gain.shape))
        if gain[keep, drop] <= 1e-12:
            break
        home[home == drop] = keep
        edges[keep] += edges[drop]
        edges[:, keep] += edges[:, drop]
        shares[keep] += shares[drop]
        edges[drop], edges[:, drop], shares[drop] = 0.0, 0.0, 0.0
    return renumber(np.where(labels >= 0, home[labels], -1) if len(home) else labels)


def _merge_gain(edges: np.ndarray, shares: np.ndarray, max_share: float) -> np.ndarray:
    cross = edges + edges.T
    inner = np.diagonal(edges).copy()
    joined_shares = shares[:, None] + shares[None, :]
    joined = cluster_information(inner[:, None] + inner[None, :] + cross, joined_shares)
    alone = cluster_information(inner, shares)
    gain = joined - alone[:, None] - alone[None, :]
    gain[(cross <= 0) | (joined_shares > max_share)] = -np.inf
    np.fill_diagonal(gain, -np.inf)
    return gain


def renumber(labels: np.ndarray) -> np.ndarray:
    """Number clusters 0.. from largest to smallest (ties: first row first), -1 stays."""
    present, first, count = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    fresh = np.full(int(labels.max(initial=-1)) + 2, -1, dtype=np.int32)
    fresh[present[np.lexsort((first, -count))]] = np.arange(len(present), dtype=np.int32)
    return fresh[labels]
