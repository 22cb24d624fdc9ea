"""Geometry of clusters on the unit sphere: centring, centroids, radii."""

import numpy as np


def centre_by_group(vectors: np.ndarray, groups: list[str], min_group: int = 200) -> np.ndarray:
    """Subtract each group's mean vector (channel: call, mail, chat) and rescale to unit rows.

    `vectors` (n, d), `groups` one name per row. Rows of groups below `min_group` lose the mean
    of all rows instead: a small group's mean is its topic, not its manner of speaking.
    """
    if len(vectors) == 0:
        return vectors
    names, member_of, counts = np.unique(groups, return_inverse=True, return_counts=True)
    means = np.tile(vectors.mean(axis=0), (len(names), 1))
    for group in np.flatnonzero(counts >= min_group):
        means[group] = vectors[member_of == group].mean(axis=0)
    return unit_rows(vectors - means[member_of])


def unit_rows(vectors: np.ndarray) -> np.ndarray:
    """Scale rows to length 1, float32; zero rows stay zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(length, 1e-12)).astype(np.float32)


def centroids_and_radii(
    vectors: np.ndarray, weights: np.ndarray, labels: np.ndarray, quantile: float
) -> tuple[np.ndarray, np.ndarray]:
    """Centre (k, d) and radius (k,) of each cluster from its members.

    Copies count with 1 + log(copies), so that one mass mail does not become its theme. The
    radius is the `quantile` of members' cosine distances, but at least half the median radius
    (0.1 when all are 0): near-identical texts must not shut out a slightly different one.
    """
    clusters = int(labels.max(initial=-1)) + 1
    centroids = np.zeros((clusters, vectors.shape[1]), dtype=np.float32)
    radii = np.zeros(clusters, dtype=np.float32)
    for cluster in range(clusters):
        members = np.flatnonzero(labels == cluster)
        # Words that only copies of contacts say weigh 0, and would pull without end.
        pull = 1.0 + np.log(np.maximum(weights[members], 1))
        centroids[cluster] = unit_rows((pull @ vectors[members])[None, :])[0]
        radii[cluster] = np.quantile(1.0 - vectors[members] @ centroids[cluster], quantile)
    spread = radii[radii > 1e-4]
    floor = 0.5 * float(np.median(spread)) if len(spread) else 0.1
    return centroids, np.maximum(radii, np.float32(floor))


def expel_distant(
    vectors: np.ndarray, labels: np.ndarray, centroids: np.ndarray, radii: np.ndarray
) -> np.ndarray:
    """Send members at twice the radius or beyond back to -1: the reduction drew them in by force.

    Such a member would have strength 0 (see assign.strength). Returns new labels (n,).
    """
    if len(centroids) == 0:
        return labels
    distance = 1.0 - np.einsum("ij,ij->i", vectors, centroids[labels])
    return np.where((labels >= 0) & (distance < 2.0 * radii[labels]), labels, -1)
