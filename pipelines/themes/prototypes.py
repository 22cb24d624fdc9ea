"""Where a theme lies once people gave it examples or a name: pure arithmetic on unit vectors.

Measured on companies that the encoder never saw (benchmarks/theme_examples.py, figures in
docs/themes-decisions.md): the mean of examples and name beats the nearest example at every number
of examples, and a name alone says more than a cluster found without help.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.themes.centroids import unit_rows

# A name, and the place that the nights found, pull like this many examples each.
NAME_PULL = 2.0
FOUND_PULL = 1.0
# From so many voices on, a theme tells itself how its reach changes with its place.
FEWEST_MEMBERS = 5
NARROWEST, WIDEST = 0.8, 1.5


@dataclass(frozen=True)
class Place:
    """A centre (d,) on the unit sphere, and how far voices may lie from it (cosine distance)."""

    centroid: np.ndarray
    radius: float


def basis(name: str | None, text_hashes: Sequence[str], found: Place | None) -> str:
    """Name what a prototype is computed from: it is computed anew only when that changes."""
    place = found.centroid.astype(np.float32).tobytes() if found else b""
    said = "\x1f".join([name or "", *sorted(text_hashes)]).encode()
    return hashlib.blake2b(said + b"\x1e" + place, digest_size=8).hexdigest()


def prototype(
    examples: np.ndarray, name: np.ndarray | None, found: Place | None, members: np.ndarray
) -> Place | None:
    """Return a theme's place by its examples (n, d), its name (d,) and where it was found.

    `members` (m, d) are voices of the theme; they say how much wider it looks from the new centre.
    Returns None when there is nothing to go by, or nothing that tells a reach.
    """
    pulls = [row for row in examples]
    if name is not None:
        pulls.append(NAME_PULL * name)
    if found is None or not pulls:
        return None
    pulls.append(FOUND_PULL * found.centroid)
    centroid = unit_rows(np.sum(pulls, axis=0)[None, :])[0]
    return Place(centroid, found.radius * _widening(members, found.centroid, centroid))


def _widening(members: np.ndarray, old: np.ndarray, new: np.ndarray) -> float:
    if len(members) < FEWEST_MEMBERS:
        return 1.0
    before, after = (float(np.mean(1.0 - members @ centre)) for centre in (old, new))
    return float(np.clip(after / max(before, 1e-6), NARROWEST, WIDEST))
