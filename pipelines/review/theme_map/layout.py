"""A map of statements: near each other what says nearly the same; the same input, same places."""

import warnings

import numpy as np

from pipelines.one_thread import one_thread
from pipelines.themes.neighbours import nearest_neighbours

NEIGHBOURS = 15
# Fewer rows have no neighbourhood to speak of: they are laid out by their two main directions.
LEAST_ROWS = 20
EPOCHS = 200
SEED = 20260401
# Points of one place are spread in a sunflower of this step, in parts of the map.
SPREAD = 0.0016
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


@one_thread()
def places_of(vectors: np.ndarray) -> np.ndarray:
    """Return places (n, 2) in 0..1 for unit rows (n, d), wider than high; n may be 0.

    UMAP (McInnes et al. 2018) of the exact neighbours, begun at the two main directions, with a
    fixed seed.
    """
    if len(vectors) < 3:
        return np.tile(np.array([0.5, 0.5]), (len(vectors), 1)) + _sunflower(len(vectors))
    start = _main_directions(vectors)
    flat = start if len(vectors) < LEAST_ROWS else _umap(vectors, start)
    return _framed(flat)


def spread(places: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Move points that share a place (rows of one group) apart, so that each can be seen.

    `places` (n, 2), `groups` (n,) the number of the statement of each row.
    """
    moved = places.copy()
    order = np.argsort(groups, kind="stable")
    borders = np.flatnonzero(np.diff(groups[order])) + 1
    for rows in np.split(order, borders):
        moved[rows] += _sunflower(len(rows))
    return np.clip(moved, 0.0, 1.0)


def _sunflower(count: int) -> np.ndarray:
    number = np.arange(count)
    radius, angle = SPREAD * np.sqrt(number), number * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _main_directions(vectors: np.ndarray) -> np.ndarray:
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    main = directions[:, [-1, -2]]
    # A direction and its opposite are the same to eigh: the larger end is always put first.
    main = main * np.sign(main[np.abs(main).argmax(axis=0), [0, 1]])
    return np.asarray(centred @ main)


def _umap(vectors: np.ndarray, start: np.ndarray) -> np.ndarray:
    count = min(NEIGHBOURS, len(vectors) - 1)
    index, distance = nearest_neighbours(vectors, count - 1)
    own = np.arange(len(vectors), dtype=np.int32)[:, None]
    near = np.hstack([own, index])
    far = np.hstack([np.zeros((len(vectors), 1), dtype=np.float32), distance])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Tensorflow not installed")
        warnings.filterwarnings("ignore", message=r"precomputed_knn\[2\]")
        import umap  # seconds of compilation: only who draws the map pays for it

        reducer = umap.UMAP(
            n_neighbors=count,
            min_dist=0.25,
            n_epochs=EPOCHS,
            metric="cosine",
            random_state=SEED,
            n_jobs=1,
            precomputed_knn=(near, far),
            init=(10 * start / np.abs(start).max()).astype(np.float32),
        )
        return np.asarray(reducer.fit_transform(vectors), dtype=np.float64)


def _framed(flat: np.ndarray) -> np.ndarray:
    """Lay the longer side across and fit everything into 0..1, dense parts drawn a little apart.

    Half of a place is where the row lies, half its rank: neighbours stay neighbours, and a few far
    rows do not press all others into the middle.
    """
    centred = flat - np.median(flat, axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    main = directions[:, [1, 0]]
    main = main * np.sign(main[np.abs(main).argmax(axis=0), [0, 1]])
    turned = centred @ main
    low, high = np.quantile(turned, [0.01, 0.99], axis=0)
    straight = np.clip((turned - low) / np.maximum(high - low, 1e-9), 0.0, 1.0)
    rank = turned.argsort(axis=0, kind="stable").argsort(axis=0) / max(len(turned) - 1, 1)
    return np.asarray(0.5 * straight + 0.5 * rank)
