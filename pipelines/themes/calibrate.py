"""How far a theme reaches, and how clearly nearest it must be, told by the voices of a founding."""

import numpy as np

from pipelines.themes.assign import nearest_two
from pipelines.themes.centroids import unit_rows

# A theme with few founders borrows the usual reach with the weight of this many voices.
BORROWED_VOICES = 10.0
# Below so many voices nearest to it, a theme's margin is the usual one.
FEWEST_JUDGED = 10
LARGEST_MARGIN = 0.2


def calibrated_radii(
    vectors: np.ndarray, weights: np.ndarray, labels: np.ndarray, quantile: float
) -> np.ndarray:
    """Radius (k,) float32 that lets the `quantile` of a theme's own new voices in.

    A member's distance to a centre it helped to place is too short, the more so the fewer there
    are. Here each is measured from the centre of the others (leave-one-out), copies counting with
    1 + log(copies) as in centroids_and_radii; small themes are drawn to the median of all.
    """
    count = int(labels.max(initial=-1)) + 1
    radii, sizes = np.zeros(count), np.zeros(count)
    for cluster in range(count):
        members = np.flatnonzero(labels == cluster)
        sizes[cluster] = len(members)
        if len(members) > 1:
            pull = 1.0 + np.log(np.maximum(weights[members], 1.0))
            radii[cluster] = np.quantile(left_out_distances(vectors[members], pull), quantile)
    known = radii[sizes > 1]
    usual = float(np.median(known)) if len(known) else 0.1
    shrunk = (sizes * radii + BORROWED_VOICES * usual) / (sizes + BORROWED_VOICES)
    return np.where(sizes > 1, np.maximum(shrunk, 0.5 * usual), 0.5 * usual).astype(np.float32)


def left_out_distances(vectors: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Cosine distance (n,) of each unit row to the centre of the others, weighted by `pull`."""
    pulled = pull[:, None] * vectors
    others = unit_rows(pulled.sum(axis=0)[None, :] - pulled)
    return np.maximum(1.0 - np.einsum("ij,ij->i", others, vectors), 0.0)


def calibrated_margins(
    vectors: np.ndarray, labels: np.ndarray, centroids: np.ndarray, precision: float, usual: float
) -> np.ndarray:
    """Margin (k,) float32: how much nearer than the next centre, as a share of its distance.

    The smallest margin from which on `precision` (0..1) of the labelled rows that lie nearest to a
    theme are its own, between `usual` and LARGEST_MARGIN; `usual` where too few lie nearest to it.
    Never less: what lies between two themes may be the first voice of a third.
    """
    inside = np.flatnonzero(labels >= 0)
    margins = np.full(len(centroids), usual, dtype=np.float32)
    if len(centroids) < 2 or len(inside) == 0:
        return margins
    nearest, distance, runner_up = nearest_two(vectors[inside], centroids)
    gap = (runner_up - distance) / np.maximum(runner_up, 1e-6)
    is_own = nearest == labels[inside]
    for theme in range(len(centroids)):
        rows = np.flatnonzero(nearest == theme)
        if len(rows) >= FEWEST_JUDGED:
            margins[theme] = max(usual, _margin(gap[rows], is_own[rows], precision))
    return margins


def _margin(gap: np.ndarray, is_own: np.ndarray, precision: float) -> float:
    widest_first = np.argsort(-gap, kind="stable")
    share = np.cumsum(is_own[widest_first]) / np.arange(1, len(gap) + 1)
    good = np.flatnonzero(share >= precision)
    if len(good) == len(gap) or (len(good) and good[-1] == len(gap) - 1):
        return 0.0
    return min(float(gap[widest_first[good[-1]]]), LARGEST_MARGIN) if len(good) else LARGEST_MARGIN
