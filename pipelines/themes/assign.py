"""Give voices to known themes: nearest centroid, inside its own radius, clearly nearest."""

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.text.kind import Kind

BLOCK_ROWS = 4096


class AssignSettings(BaseModel):
    """When a voice belongs to a theme."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    margin: float = Field(
        default=0.03,
        ge=0.0,
        lt=1.0,
        description="how much nearer than the next centroid, as a share of the next's distance",
    )
    kinds: tuple[Kind, ...] = Field(
        default=("complaint", "request"),
        description="kinds of voices that themes are made of; the others are stored and counted",
    )


def assign(
    vectors: np.ndarray,
    centroids: np.ndarray,
    radii: np.ndarray,
    settings: AssignSettings,
    margins: np.ndarray | None = None,
    owners: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Find each voice's theme among centroids (k, d), or none.

    `vectors` (n, d) and `centroids` are unit rows, `radii` (k,) cosine distances, `margins` (k,)
    each theme's own one, by default that of the settings for all; `owners` (k,) say which
    centroids are of one theme and so never compete. Returns index (n,) int32 with -1 for none and
    strength (n,) float32 in 0..1 (see `strength`; 0 for none).
    """
    index = np.full(len(vectors), -1, dtype=np.int32)
    power = np.zeros(len(vectors), dtype=np.float32)
    if len(centroids) == 0:
        return index, power
    if margins is None:
        margins = np.full(len(centroids), settings.margin)
    for start in range(0, len(vectors), BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        nearest, distance, runner_up = nearest_two(vectors[block], centroids, owners)
        clear = runner_up - distance >= margins[nearest] * runner_up
        belongs = clear & (distance <= radii[nearest])
        index[block] = np.where(belongs, nearest, -1)
        power[block] = np.where(belongs, strength(distance, runner_up, radii[nearest]), 0.0)
    return index, power


def nearest_two(
    vectors: np.ndarray, centroids: np.ndarray, owners: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nearest centroid (n,), its cosine distance and that of the next one of another owner.

    Without `owners` (k,) each centroid is its own. Where there is no other: 2.0, the largest.
    """
    distances = _distances(vectors, centroids)
    nearest = distances.argmin(axis=1)
    rows = np.arange(len(vectors))
    distance = distances[rows, nearest]
    if owners is None:
        distances[rows, nearest] = 2.0
    else:
        distances[owners[nearest][:, None] == owners[None, :]] = 2.0
    return nearest, distance, distances.min(axis=1)


def _distances(vectors: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Cosine distances (n, k) float64.

    In float32 the last bits of a row depend on how many rows are multiplied at once, and a voice on
    the rim would be in or out by the number of contacts of its night.
    """
    return np.maximum(1.0 - vectors.astype(np.float64) @ centroids.astype(np.float64).T, 0.0)


def strength_in(
    vectors: np.ndarray, index: np.ndarray, centroids: np.ndarray, radii: np.ndarray
) -> np.ndarray:
    """Strength (n,) of rows whose theme (index (n,), none of them -1) is known already."""
    distances = _distances(vectors, centroids)
    rows = np.arange(len(vectors))
    own = distances[rows, index]
    distances[rows, index] = 2.0
    return strength(own, distances.min(axis=1), radii[index])


def strength(distance: np.ndarray, next_distance: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """How surely a voice belongs to a theme, 0..1 float32; all arguments (n,) cosine distances.

    The geometric mean of closeness, 1 - distance / (2 radius), and separation,
    next / (distance + next): 1 at the centroid, 0.5 on the rim with another theme equally near,
    0 at twice the radius. Both must be good; a product alone would make 0.25 the usual value.
    """
    closeness = np.clip(1.0 - distance / np.maximum(2.0 * radius, 1e-6), 0.0, 1.0)
    separation = next_distance / np.maximum(distance + next_distance, 1e-6)
    return np.sqrt(closeness * separation).astype(np.float32)
