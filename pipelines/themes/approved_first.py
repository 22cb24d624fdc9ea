"""Give voices to themes where some are approved by people, and some voices are kept apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.themes.assign import AssignSettings, assign
from pipelines.themes.shapes import Shapes


@dataclass(frozen=True)
class Places:
    """Where voices of living themes are looked for; a theme may have several places (p,).

    `is_approved` (p,) says which are of themes that people approved.
    """

    shapes: Shapes
    is_approved: np.ndarray
    settings: AssignSettings

    @property
    def theme_ids(self) -> list[str]:
        """The theme of each place."""
        return self.shapes.theme_ids

    def of(self, chosen: Sequence[int]) -> "Places":
        """Return some of the places."""
        shapes, rows = self.shapes, np.array(chosen, dtype=np.int64)
        some = Shapes(
            [shapes.theme_ids[number] for number in chosen],
            shapes.centroids[rows],
            shapes.radii[rows],
            None if shapes.margins is None else shapes.margins[rows],
        )
        return Places(some, self.is_approved[rows], self.settings)

    def without(self, theme_ids: Collection[str]) -> list[int]:
        """Return the numbers of places of other themes."""
        return [number for number, one in enumerate(self.theme_ids) if one not in theme_ids]

    def _nearest(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        shapes = self.shapes
        owners = np.unique(shapes.theme_ids, return_inverse=True)[1]
        margins = shapes.margins_or(self.settings.margin)
        return assign(vectors, shapes.centroids, shapes.radii, self.settings, margins, owners)


def assign_to_places(vectors: np.ndarray, places: Places) -> tuple[np.ndarray, np.ndarray]:
    """As `assign`; but in doubt an approved theme wins.

    A voice between an approved theme and one that nobody has approved, not clearly nearer to
    either, goes to the approved one when it lies within its reach. Returns place numbers (n,), -1
    for none, and strengths (n,).
    """
    if not places.theme_ids:
        return np.full(len(vectors), -1, dtype=np.int32), np.zeros(len(vectors), dtype=np.float32)
    index, power = places._nearest(vectors)
    unsure, approved = np.flatnonzero(index < 0), np.flatnonzero(places.is_approved)
    if not len(unsure) or not len(approved):
        return index, power
    among, strengths = places.of(approved.tolist())._nearest(vectors[unsure])
    place, centroids = approved[among], places.shapes.centroids
    own = 1.0 - np.einsum("ij,ij->i", vectors[unsure], centroids[place])
    nearest = 1.0 - (vectors[unsure] @ centroids.T).max(axis=1)
    margins = places.shapes.margins_or(places.settings.margin)[place]
    wins = (among >= 0) & (own * (1.0 - margins) <= nearest)
    index[unsure[wins]], power[unsure[wins]] = place[wins], strengths[wins]
    return index, power


def keep_apart(
    hashes: Sequence[str], vectors: np.ndarray, places: Places, apart: Mapping[str, Collection[str]]
) -> dict[int, tuple[int, float]]:
    """Decide about statements that people kept out of themes as if those were not there.

    `apart` gives those themes by the statement's hash. Returns place number (-1 for none) and
    strength by row, for the rows that it is about.
    """
    decided = {}
    for row, said in enumerate(hashes):
        if said not in apart:
            continue
        left = places.without(apart[said])
        index, power = assign_to_places(vectors[row : row + 1], places.of(left))
        decided[row] = (left[int(index[0])], float(power[0])) if index[0] >= 0 else (-1, 0.0)
    return decided
