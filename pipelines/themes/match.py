"""Tell which theme each cluster of a new clustering goes on, and what became of every theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

LinkKind = Literal["continued", "split", "merged", "born", "retired"]


@dataclass(frozen=True)
class Link:
    """One line of the lineage: a theme, a cluster, and what the one has to do with the other.

    continued: the cluster is the theme; without a cluster, the theme was silent or too sparse to
    be found and lives on as it is. split: the cluster came out of `theme`, which goes on
    elsewhere. merged: `theme` went into the cluster, which is another theme's. born: no theme is
    in the cluster. retired: the theme's voices are scattered over clusters of others.
    `count_shared` voices are in both; the overlap (0..1) is their share of the smaller one.
    """

    kind: LinkKind
    theme: int | None
    cluster: int | None
    count_voices: int
    count_shared: int
    overlap: float


@dataclass(frozen=True)
class Places:
    """Centroids (k, d) unit rows and radii (k,) of themes or clusters, for those without members
    in common."""

    centroids: np.ndarray
    radii: np.ndarray


def match(
    before: np.ndarray,
    after: np.ndarray,
    weights: np.ndarray,
    counts: tuple[int, int],
    min_overlap: float = 0.5,
) -> list[Link]:
    """Match themes with clusters by the voices they share, never by label.

    `before` and `after` (n,) hold each text's theme and cluster, -1 for none, `weights` (n,) its
    voices, `counts` how many themes and clusters there are. Pairs are joined from the highest
    Jaccard index down (ties: lower theme, lower cluster), each theme and each cluster once, where
    they share `min_overlap` of the smaller one. Every theme is in exactly one of continued, merged
    and retired, every cluster in exactly one of continued, split and born.
    """
    shared, of_theme, of_cluster = _tables(before, after, weights, counts)
    pairs = _continued(shared, of_theme, of_cluster, min_overlap)
    theme_of = {cluster: theme for theme, cluster in pairs.items()}
    links = [
        _link("continued", theme, cluster, shared, of_theme, of_cluster)
        for theme, cluster in sorted(pairs.items())
    ]
    for cluster in range(counts[1]):
        if cluster not in theme_of:
            links.append(_fresh(cluster, shared, of_theme, of_cluster, min_overlap))
    for theme in range(counts[0]):
        if theme not in pairs:
            links.append(_ended(theme, shared, of_theme, of_cluster, min_overlap))
    return links


def match_places(links: Sequence[Link], themes: Places, clusters: Places) -> list[Link]:
    """Join born clusters with silent or retired themes that lie in the same place: vectors second.

    A theme that was silent has no voices to be known by. Same place: nearer than half the
    theme's radius; the nearest pair first.
    """
    born = {one.cluster: one for one in links if one.kind == "born" and one.cluster is not None}
    ended = {one.theme: one for one in links if one.theme is not None and _has_no_place(one)}
    near = sorted(
        (1.0 - float(themes.centroids[theme] @ clusters.centroids[cluster]), theme, cluster)
        for theme in ended
        for cluster in born
    )
    joined = []
    for distance, theme, cluster in near:
        is_same = distance <= 0.5 * float(themes.radii[theme])
        if is_same and theme in ended and cluster in born:
            count = born.pop(cluster).count_voices
            joined.append(Link("continued", theme, cluster, count, 0, 0.0))
            del ended[theme]
    gone = {id(one) for one in links if one.kind == "born" or _has_no_place(one)}
    gone -= {id(one) for one in (*born.values(), *ended.values())}
    return [one for one in links if id(one) not in gone] + joined


def _has_no_place(link: Link) -> bool:
    return link.kind == "retired" or (link.cluster is None and link.count_voices == 0)


def _tables(
    before: np.ndarray, after: np.ndarray, weights: np.ndarray, counts: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Voices shared (themes, clusters), of each theme and of each cluster."""
    shared = np.zeros(counts)
    both = (before >= 0) & (after >= 0)
    np.add.at(shared, (before[both], after[both]), weights[both])
    of_theme = np.bincount(before[before >= 0], weights[before >= 0], counts[0])
    of_cluster = np.bincount(after[after >= 0], weights[after >= 0], counts[1])
    return shared, of_theme, of_cluster


def _continued(
    shared: np.ndarray, of_theme: np.ndarray, of_cluster: np.ndarray, min_overlap: float
) -> dict[int, int]:
    themes, clusters = np.nonzero(shared)
    both = shared[themes, clusters]
    smaller = np.minimum(of_theme[themes], of_cluster[clusters])
    jaccard = both / (of_theme[themes] + of_cluster[clusters] - both)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for place in np.lexsort((clusters, themes, -jaccard)):
        theme, cluster = int(themes[place]), int(clusters[place])
        alike = both[place] >= min_overlap * smaller[place]
        if alike and theme not in pairs and cluster not in taken:
            pairs[theme] = cluster
            taken.add(cluster)
    return pairs


def _link(
    kind: LinkKind,
    theme: int,
    cluster: int,
    shared: np.ndarray,
    of_theme: np.ndarray,
    of_cluster: np.ndarray,
) -> Link:
    both = float(shared[theme, cluster])
    smaller = max(min(of_theme[theme], of_cluster[cluster]), 1.0)
    voices = of_theme[theme] if kind == "merged" else of_cluster[cluster]
    return Link(kind, theme, cluster, int(voices), int(both), float(both / smaller))


def _fresh(
    cluster: int,
    shared: np.ndarray,
    of_theme: np.ndarray,
    of_cluster: np.ndarray,
    min_overlap: float,
) -> Link:
    """A cluster that goes on no theme: it came out of one, or from the voices without a theme."""
    if len(of_theme):
        origin = int(shared[:, cluster].argmax())
        if shared[origin, cluster] >= min_overlap * of_cluster[cluster]:
            return _link("split", origin, cluster, shared, of_theme, of_cluster)
    return Link("born", None, cluster, int(of_cluster[cluster]), 0, 0.0)


def _ended(
    theme: int,
    shared: np.ndarray,
    of_theme: np.ndarray,
    of_cluster: np.ndarray,
    min_overlap: float,
) -> Link:
    """A theme that no cluster goes on: it went into one, stays alone, or is scattered."""
    alone = of_theme[theme] - shared[theme].sum()
    if alone >= min_overlap * of_theme[theme]:
        share = alone / max(of_theme[theme], 1.0)
        return Link("continued", theme, None, int(of_theme[theme]), int(alone), float(share))
    if len(of_cluster):
        home = int(shared[theme].argmax())
        if shared[theme, home] >= min_overlap * of_theme[theme]:
            return _link("merged", theme, home, shared, of_theme, of_cluster)
    return Link("retired", theme, None, int(of_theme[theme]), 0, 0.0)
