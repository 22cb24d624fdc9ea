"""Measure contestants on sets of voices; what was measured before is only looked up."""

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module

import numpy as np

from benchmarks import themes_scores
from benchmarks.encoder_cells import CellFile, Key
from benchmarks.themes_contestants import Contestant
from benchmarks.themes_scores import grouping_scores
from benchmarks.themes_sets import VoiceSet

Scores = Mapping[str, float]
_OUR_CODE = tuple(
    import_module(f"pipelines.themes.{name}")
    for name in (
        "agreement",
        "assign",
        "calibrate",
        "centroids",
        "cohesion",
        "density_trees",
        "discover",
        "neighbour_information",
        "neighbours",
        "tree_cut",
        "wordings",
    )
)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of discovery and of the scores: changed code is measured anew."""
    code = "".join(inspect.getsource(module) for module in (*_OUR_CODE, themes_scores))
    return hashlib.sha256(code.encode()).hexdigest()[:8]


def key_of(contestant: str, settings: str, given: VoiceSet, tier: str) -> Key:
    """Return the key of a contestant's scores; `settings` matter to ours only."""
    digest = hashlib.sha256(given.vectors[tier].tobytes()).hexdigest()[:8]
    known_by = "scores 1" if contestant != "ours" else f"{code_digest()} {settings}"
    return Key(contestant, known_by, f"{given.name} {digest}", tier, "grouping")


def measure(
    cells: CellFile, key: Key, contestant: Contestant, given: VoiceSet, tier: str
) -> Scores:
    """Return the scores of a key, the mean over the contestant's seeds."""
    return cells.measure(key, lambda: mean_scores(given, contestant(given, tier))).scores


def mean_scores(given: VoiceSet, runs: np.ndarray) -> dict[str, float]:
    """Score each row of labels (seeds, n) and take means."""
    return mean_of([grouping_scores(given.themes, labels) for labels in runs])


def mean_of(scores: Sequence[Scores]) -> dict[str, float]:
    """Return the mean of each score."""
    return {name: float(np.mean([one[name] for one in scores])) for name in scores[0]}
