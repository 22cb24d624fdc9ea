"""Spread rows out by UMAP and read dense regions off by HDBSCAN, as trees."""

import warnings
from collections.abc import Iterator, Sequence

import numpy as np


def reduce_rows(
    vectors: np.ndarray, index: np.ndarray, distance: np.ndarray, dimensions: int, seed: int
) -> np.ndarray:
    """UMAP of the exact neighbour graph, (n, dimensions) float64.

    `index` and `distance` (n, m) are the nearest other rows of each, nearest first, and how far.
    """
    rows = len(vectors)
    near = np.hstack([np.arange(rows, dtype=np.int32)[:, None], index])
    far = np.hstack([np.zeros((rows, 1), dtype=np.float32), distance])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Tensorflow not installed")
        # Neighbours found exactly come without a search index; nothing is transformed later.
        warnings.filterwarnings("ignore", message=r"precomputed_knn\[2\]")
        import umap  # seconds of compilation: only a discovery run pays for it

        reducer = umap.UMAP(
            n_components=min(dimensions, rows - 2),
            n_neighbors=near.shape[1],
            min_dist=0.0,
            metric="cosine",
            random_state=seed,
            n_jobs=1,
            precomputed_knn=(near, far),
        )
        return np.asarray(reducer.fit_transform(vectors), dtype=np.float64)


def density_trees(
    reduced: np.ndarray, min_samples: int, min_cluster_sizes: Sequence[int]
) -> Iterator[np.ndarray]:
    """Condensed trees of one density, by smallest cluster; hdbscan itself would begin anew."""
    import hdbscan  # slow to import, needed by discovery only
    from hdbscan._hdbscan_tree import condense_tree

    model = hdbscan.HDBSCAN(min_samples=min_samples, core_dist_n_jobs=1).fit(reduced)
    linkage = model.single_linkage_tree_.to_numpy()
    for size in min_cluster_sizes:
        yield condense_tree(linkage, size)
