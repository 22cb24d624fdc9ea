"""Group themes into categories (two levels)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.themes.name import NameSettings, TokenLike


@dataclass(frozen=True)
class Categories:
    """Category of each theme (k,) int32 and the name of each category."""

    index: np.ndarray
    names: tuple[str, ...]


def categorise(
    centroids: np.ndarray,
    documents: Sequence[Sequence[TokenLike]],
    theme_index: Sequence[int],
    settings: NameSettings,
) -> Categories:
    """Join theme centroids (average linkage, cosine) into about sqrt(k) named categories."""
    raise NotImplementedError
