"""Group themes into categories, the upper of two levels, and keep them from night to night."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from pipelines.themes.candidates import SEPARATOR, NameRules, distinctive_things
from pipelines.themes.centroids import unit_rows
from pipelines.themes.neighbour_information import renumber
from pipelines.themes.term_counts import TermCounts

# A category named by two things rather than one needs them to be better by this much.
_SECOND_THING_GAIN = 0.02
_THINGS_TRIED = 6


def group_themes(centroids: np.ndarray, present: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """Return each theme's category (k,) int32 and the categories' names ("" for new ones).

    `present` are the names of the categories that themes belong to now, "" for new themes. New
    themes join the category nearest to them, and nobody moves; only when more themes are new
    than old, all are grouped anew, and a new group inherits the name of the category that it
    shares most themes with.
    """
    new = [number for number, name in enumerate(present) if not name]
    if 2 * len(new) <= len(present):
        return _join_nearest(centroids, present)
    index = group_centroids(centroids)
    return index, _inherit(index, present)


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


def name_categories(
    counts: TermCounts, centres: np.ndarray, names: Sequence[str], rules: NameRules
) -> list[str]:
    """Name the categories that have no name: one or two things they speak of (請求・支払い).

    `counts` are of the texts of each category, `centres` (categories, d) their unit means; names
    are unique.
    """
    wanted = [number for number, name in enumerate(names) if not name]
    options = {number: _options(counts, number, rules) for number in wanted}
    scores = _scores(options, centres, rules)
    named, used = list(names), set(names)
    for number in wanted:
        ranked = sorted(options[number], key=lambda name: (-scores[number, name], name))
        free = (name for name in ranked if name not in used)
        named[number] = next(free, f"カテゴリ{number + 1}")
        used.add(named[number])
    return named


def centres_of(centroids: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return the unit mean (categories, d) of each category's centroids."""
    count = int(index.max(initial=-1)) + 1
    means = [centroids[index == number].mean(axis=0) for number in range(count)]
    return unit_rows(np.stack(means)) if means else np.zeros((0, centroids.shape[1]), np.float32)


def _join_nearest(centroids: np.ndarray, present: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    names = sorted(set(present) - {""})
    index = np.array([names.index(name) if name else -1 for name in present], dtype=np.int32)
    centres = centres_of(centroids, index)
    for theme in np.flatnonzero(index < 0):
        index[theme] = int((centres @ centroids[theme]).argmax())
    return index, names


def _inherit(index: np.ndarray, present: Sequence[str]) -> list[str]:
    """Names for the groups: the largest overlap chooses first, each old name goes once."""
    names = [""] * (int(index.max(initial=-1)) + 1)
    shared = Counter((int(group), name) for group, name in zip(index, present, strict=True) if name)
    taken: set[str] = set()
    for (group, name), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if not names[group] and name not in taken:
            names[group] = name
            taken.add(name)
    return names


def _options(counts: TermCounts, category: int, rules: NameRules) -> dict[str, float]:
    """Possible names with what their words are worth."""
    things = list(distinctive_things(counts, category, rules.settings).items())[:_THINGS_TRIED]
    most = max((score for _, score in things), default=1.0)
    worth = {counts.shown(key): score / most for key, score in things}
    pairs = {
        first + SEPARATOR + second: (worth[first] + worth[second]) / 2.0
        for first in worth
        for second in worth
        if first != second and worth[first] >= worth[second] and not _overlap(first, second)
    }
    return worth | pairs


def _overlap(first: str, second: str) -> bool:
    return first in second or second in first


def _scores(
    options: Mapping[int, Mapping[str, float]], centres: np.ndarray, rules: NameRules
) -> dict[tuple[int, str], float]:
    names = sorted({name for found in options.values() for name in found})
    if not names:
        return {}
    near = np.asarray(rules.encode(names), dtype=np.float64) @ np.transpose(centres)
    row = {name: number for number, name in enumerate(names)}
    rest = (near.sum(axis=1, keepdims=True) - near) / max(near.shape[1] - 1, 1)
    return {
        (category, name): near[row[name], category]
        - 0.5 * rest[row[name], category]
        + 0.3 * worth
        + (_SECOND_THING_GAIN if SEPARATOR in name else 0.0)
        for category, found in options.items()
        for name, worth in found.items()
    }
