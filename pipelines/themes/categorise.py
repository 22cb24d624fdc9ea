"""Group themes into categories: the upper of two levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from pipelines.themes.centroids import unit_rows
from pipelines.themes.name import NameSettings, TokenLike, distinctive_terms
from pipelines.themes.neighbour_information import renumber


@dataclass(frozen=True)
class Categories:
    """Category of each theme, index (k,) int32, and each category's name."""

    index: np.ndarray
    names: tuple[str, ...]


def categorise(
    centroids: np.ndarray,
    documents: Sequence[Sequence[TokenLike]],
    theme_index: Sequence[int],
    settings: NameSettings,
) -> Categories:
    """Join themes into about sqrt(k) categories, each named by its most distinctive noun.

    `centroids` (k, d) unit rows; `documents` and `theme_index` as in name_themes. The largest
    category comes first. Names are unique: a noun already taken gives way to the next, at last
    to カテゴリ and a number.
    """
    index = group_centroids(centroids)
    category_of_document = [int(index[theme]) if theme >= 0 else -1 for theme in theme_index]
    scored = distinctive_terms(documents, category_of_document, settings)
    names: list[str] = []
    for category in range(int(index.max(initial=-1)) + 1):
        # Terms end with the last category that has documents; themes may have lost all theirs.
        terms = scored[category] if category < len(scored) else []
        nouns = [term.shown for term in terms if term.is_noun]
        free = (noun for noun in nouns if noun not in names)
        names.append(next(free, f"カテゴリ{category + 1}"))
    return Categories(index, tuple(names))


def group_centroids(centroids: np.ndarray) -> np.ndarray:
    """Category number of each centroid, (k,) int32, numbered from the largest category.

    Ward linkage of the centroids less their mean, at unit length (squared distance is then twice
    the cosine distance). Average linkage was rejected: it put 112 of 161 vehicle themes, and 36
    of 45 retail themes, into one category.
    """
    themes = len(centroids)
    if themes < 3:
        return np.zeros(themes, dtype=np.int32)
    tree = linkage(unit_rows(centroids - centroids.mean(axis=0)), method="ward")
    return renumber(fcluster(tree, max(1, round(sqrt(themes))), criterion="maxclust") - 1)
