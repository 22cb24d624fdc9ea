"""Find new themes among waiting voices: enough customers, in enough wordings, close together.

A clustering of the whole pool would miss a theme of six customers among a thousand voices and
change as a whole each week. Only groups around what came since the last fixed day can be new, so
only those are looked at: the work grows with the week, not with the history.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipelines.themes.calibrate import left_out_distances
from pipelines.themes.centroids import unit_rows

BLOCK_ROWS = 1_024
# How many of the nearest texts are asked for customers and wordings before a seed is given up.
NEAREST_ASKED = 64
MOST_MOVES = 5


class BirthSettings(BaseModel):
    """When themes are founded, founded again, born in between, and taken for settled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_waiting: int = Field(300, ge=2, description="distinct waiting texts that found the themes")
    growth: float = Field(
        2.0, ge=0, description="found again at this many times the voices; 0: never"
    )
    window_weeks: int = Field(26, ge=1, description="a voice waits this long for a theme")
    min_customers: int = Field(6, ge=2)
    min_wordings: int = Field(4, ge=2)
    same_wording: float = Field(
        0.95, gt=0, le=1, description="cosine from which two texts count as one wording"
    )
    reach_quantile: float = Field(
        0.75, gt=0, le=1, description="a new theme reaches as far as this share of the living ones"
    )
    active_customers: int = Field(12, ge=2, description="proposed until so many customers ...")
    active_weeks: int = Field(3, ge=1, description="... or until it was heard in so many weeks")

    @field_validator("growth")
    @classmethod
    def _grows_or_never(cls, growth: float) -> float:
        if 0 < growth < 1:
            raise ValueError("0, or at least 1")
        return growth


@dataclass(frozen=True)
class Pool:
    """Waiting texts, each once, sorted by hash: unit rows (n, d), who said each (nobody where only
    copies of contacts say it), and which came since the last fixed day (n,)."""

    vectors: np.ndarray
    customers: Sequence[frozenset[str]]
    is_new: np.ndarray


@dataclass(frozen=True)
class Born:
    """A group that has become a theme: row numbers in the pool and its centre (d,)."""

    members: np.ndarray
    centroid: np.ndarray


def find_births(pool: Pool, reach: float, settings: BirthSettings) -> list[Born]:
    """Return the groups of waiting texts that are themes, the tightest first.

    A group begins with a new text and the nearest ones of other customers in other words; each
    must lie within `reach` (cosine distance) of the centre of the others. It is moved to where
    the texts within reach are centred, and is a theme when those have enough customers and
    wordings. The result does not depend on the order in which voices came.
    """
    # What nobody said but copies of contacts makes no theme.
    free = np.array([bool(heard) for heard in pool.customers], dtype=bool)
    born = []
    for seed in _seeds(pool, reach, settings):
        if not free[seed].all():
            continue
        members, centroid = _settle(pool.vectors, free, seed, reach)
        if _is_enough(pool, members, settings):
            born.append(Born(members, centroid))
            free[members] = False
    return born


def _seeds(pool: Pool, reach: float, settings: BirthSettings) -> list[np.ndarray]:
    tight = []
    for row, nearest in _neighbourhoods(pool):
        group = _first_voices(pool, nearest, settings)
        if group is None:
            continue
        spread = float(left_out_distances(pool.vectors[group], np.ones(len(group))).max())
        if spread <= reach:
            tight.append((spread, row, np.array(group)))
    return [group for _, _, group in sorted(tight, key=lambda seed: seed[:2])]


def _neighbourhoods(pool: Pool) -> Iterator[tuple[int, np.ndarray]]:
    """Each new row with the rows nearest to it, itself first."""
    new = np.flatnonzero(pool.is_new)
    asked = min(NEAREST_ASKED, len(pool.vectors))
    for start in range(0, len(new), BLOCK_ROWS):
        block = new[start : start + BLOCK_ROWS]
        likeness = pool.vectors[block] @ pool.vectors.T
        likeness[np.arange(len(block)), block] = 2.0
        near = np.argpartition(-likeness, asked - 1, axis=1)[:, :asked]
        near.sort(axis=1)
        order = np.argsort(-np.take_along_axis(likeness, near, axis=1), axis=1, kind="stable")
        yield from zip(block.tolist(), np.take_along_axis(near, order, axis=1), strict=True)


def _first_voices(pool: Pool, nearest: np.ndarray, settings: BirthSettings) -> list[int] | None:
    """Wordings from the nearest on, until enough customers said enough of them."""
    taken: list[int] = []
    heard: set[str] = set()
    for row in nearest.tolist():
        is_fresh = not taken or _likeness(pool, row, taken) < settings.same_wording
        if is_fresh and not pool.customers[row] <= heard:
            taken.append(row)
            heard |= pool.customers[row]
        if len(heard) >= settings.min_customers and len(taken) >= settings.min_wordings:
            return taken
    return None


def _likeness(pool: Pool, row: int, taken: list[int]) -> float:
    return float((pool.vectors[taken] @ pool.vectors[row]).max())


def _settle(
    vectors: np.ndarray, free: np.ndarray, seed: np.ndarray, reach: float
) -> tuple[np.ndarray, np.ndarray]:
    """Move the centre to that of the free texts within reach, until it stays (mean shift)."""
    members = seed
    centroid = unit_rows(vectors[seed].mean(axis=0)[None, :])[0]
    for _ in range(MOST_MOVES):
        within = np.flatnonzero(free & (1.0 - vectors @ centroid <= reach))
        if len(within) == 0 or np.array_equal(within, members):
            break
        members = within
        centroid = unit_rows(vectors[members].mean(axis=0)[None, :])[0]
    return members, centroid


def _is_enough(pool: Pool, members: np.ndarray, settings: BirthSettings) -> bool:
    heard = frozenset[str]().union(*(pool.customers[row] for row in members))
    if len(heard) < settings.min_customers:
        return False
    wordings: list[int] = []
    for row in members.tolist():
        if not wordings or _likeness(pool, row, wordings) < settings.same_wording:
            wordings.append(row)
        if len(wordings) >= settings.min_wordings:
            return True
    return False
