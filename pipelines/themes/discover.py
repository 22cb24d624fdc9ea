"""Find clusters of voices that say the same thing (one discovery run).

UMAP spreads the voices out, HDBSCAN builds a tree of dense regions, the tree is cut where the
clusters explain most of the neighbourhoods in the original space (tree_cut), and split issues
are joined again. This is done for several random numbers and several trees; what they agree on
(agreement) is cut by the same score, so that no chance and no fixed taste decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.one_thread import one_thread
from pipelines.themes.agreement import agreed_cut
from pipelines.themes.assign import BLOCK_ROWS, AssignSettings, assign, nearest_two, strength
from pipelines.themes.calibrate import calibrated_radii
from pipelines.themes.centroids import centre_by_group, centroids_and_radii, expel_distant
from pipelines.themes.density_trees import density_trees, reduce_rows
from pipelines.themes.neighbour_information import information, renumber
from pipelines.themes.neighbours import nearest_neighbours
from pipelines.themes.tree_cut import CutLimits, best_cut, read_condensed_tree
from pipelines.themes.wordings import group_wordings, mean_of_groups

__all__ = ["DiscoverSettings", "Discovery", "centre_by_group", "discover"]


class DiscoverSettings(BaseModel):
    """The knobs of one discovery run; sizes count distinct texts, distances are cosine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    random_seed: int = Field(default=20, ge=0)
    views: int = Field(
        default=3,
        ge=1,
        description="reductions with different random numbers whose groupings are averaged",
    )
    max_view_rows: int = Field(
        default=30_000, ge=100, description="fewer views where all together would hold more rows"
    )
    max_fit_rows: int = Field(default=20_000, ge=100)
    same_wording: float = Field(
        default=0.88, gt=0.0, le=1.0, description="cosine from which two wordings count as one"
    )
    min_wordings: int = Field(
        default=1_000, ge=0, description="fewer wordings than this: each text counts as its own"
    )
    min_rows: int = Field(default=20, ge=5, description="fewer rows than this: no clusters")
    reduced_dimensions: int = Field(default=10, ge=2, le=50)
    full_rows: int = Field(
        default=500,
        ge=1,
        description="with fewer rows, both kinds of neighbours are fewer, as the rows' root",
    )
    reduction_neighbours: int = Field(default=15, ge=5)
    score_neighbours: int = Field(default=10, ge=4)
    min_cluster_sizes: tuple[int, ...] = Field(default=(5, 10), min_length=1)
    min_samples: tuple[int, ...] = Field(default=(3, 5), min_length=1)
    max_cluster_share: float = Field(default=0.35, gt=0.0, le=1.0)
    never_giant_rows: int = Field(
        default=30, ge=1, description="so few rows are no giant, whatever their share"
    )
    min_cohesion: float = Field(
        default=0.75,
        description="how much more alike a cluster's voices are than any two voices, in standard "
        "deviations of all pairs; below it is a chance neighbourhood, no cluster",
    )
    min_information: float = Field(
        default=0.4,
        ge=0.0,
        description="nats that one cut alone must say where the cuts agree on nothing; noise of "
        "fifty rows says .1 to .4",
    )
    radius_quantile: float = Field(
        default=0.9, gt=0.0, le=1.0, description="a cluster's radius lets this share of its own in"
    )
    centre_channels: bool = Field(
        default=False, description="subtract each channel's mean vector before grouping"
    )
    smallest_channel: int = Field(
        default=200, ge=2, description="a channel with fewer texts loses the mean of all instead"
    )
    own_cluster_copies: int = Field(
        default=20, ge=2, description="a wording in no cluster repeated this often is one by itself"
    )


@dataclass(frozen=True)
class Discovery:
    """One run's clusters, by size before rescue: labels (n,) int32 with -1 for none, strengths (n,)
    float32 in 0..1, centroids (k, d) float32 unit rows, radii (k,) float32 cosine distances,
    report of plain numbers."""

    labels: np.ndarray
    strengths: np.ndarray
    centroids: np.ndarray
    radii: np.ndarray
    report: dict[str, float]


@one_thread()
def discover(
    vectors: np.ndarray,
    weights: np.ndarray,
    settings: DiscoverSettings,
    channels: Sequence[str] = (),
) -> Discovery:
    """Group unit rows of texts into clusters; the order of the rows does not matter.

    `vectors` (n, d) float32, `weights` (n,) copies of each text: one of weight 0 founds nothing and
    only goes where it is near. `channels` (n,) the channel of each, needed only for
    `centre_channels`: texts are then grouped by what is left of them without their channel's
    manner; centroids and radii stay in the encoder's own space, where new voices are compared.
    Equal vectors are one text and always end in one cluster.
    """
    first, copy_of = _distinct_rows(vectors)
    copies = np.bincount(copy_of, weights=weights, minlength=len(first))
    kept = [channels[row] for row in first] if settings.centre_channels else []
    found = _discover_distinct(vectors[first], copies, settings, kept)
    return replace(found, labels=found.labels[copy_of], strengths=found.strengths[copy_of])


def _distinct_rows(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First row of each distinct vector in the order of their bytes, and which one each row is."""
    rows = np.ascontiguousarray(vectors)
    width = np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))
    _, first, copy_of = np.unique(rows.view(width).ravel(), return_index=True, return_inverse=True)
    return first, copy_of.ravel()


def _discover_distinct(
    vectors: np.ndarray, weights: np.ndarray, settings: DiscoverSettings, channels: list[str]
) -> Discovery:
    alike = vectors
    if settings.centre_channels:
        alike = centre_by_group(vectors, channels, settings.smallest_channel)
    fit_rows = _fit_sample(np.flatnonzero(weights > 0), settings)
    core = np.full(len(vectors), -1, dtype=np.int32)
    wording = _wordings(vectors[fit_rows], settings)
    found, chosen = _agreed_grouping(mean_of_groups(alike[fit_rows], wording), settings)
    copies = np.bincount(wording, weights=weights[fit_rows])
    core[fit_rows] = _add_repeated(found, copies, settings.own_cluster_copies)[wording]
    rough = centroids_and_radii(vectors, weights, core, settings.radius_quantile)
    rest = np.setdiff1d(np.flatnonzero(weights > 0), fit_rows)
    core = expel_distant(vectors, _beyond_sample(vectors, core, rest, rough[0]), *rough)
    core = _add_repeated(core, weights, settings.own_cluster_copies)
    centroids, _ = centroids_and_radii(vectors, weights, core, settings.radius_quantile)
    radii = calibrated_radii(vectors, weights, core, settings.radius_quantile)
    labels, strengths = _rescue(vectors, core, centroids, radii)
    report = {**chosen, **_shares(labels, core, weights), "rows_fitted": float(len(fit_rows))}
    report["wordings_fitted"] = float(wording.max(initial=-1) + 1)
    return Discovery(labels, strengths, centroids, radii, report)


def _fit_sample(rows: np.ndarray, settings: DiscoverSettings) -> np.ndarray:
    if len(rows) <= settings.max_fit_rows:
        return rows
    drawn = np.random.default_rng(settings.random_seed).permutation(rows)
    return np.sort(drawn[: settings.max_fit_rows])


def _beyond_sample(
    vectors: np.ndarray, core: np.ndarray, rest: np.ndarray, centroids: np.ndarray
) -> np.ndarray:
    """Give rows that were not drawn to their nearest cluster: they must fare like the others.

    Those in the sample are with their cluster whatever their distance, too, until `expel_distant`.
    """
    core = core.copy()
    for rows in np.array_split(rest, 1 + len(rest) // BLOCK_ROWS) if len(centroids) else []:
        core[rows] = nearest_two(vectors[rows], centroids)[0]
    return core


def _wordings(vectors: np.ndarray, settings: DiscoverSettings) -> np.ndarray:
    """Group number (n,) of each row's wording; every row is its own where too few would remain.

    In a small set an issue may be told in three wordings only, too few for a cluster.
    """
    wording = group_wordings(vectors, settings.same_wording)
    few = wording.max(initial=-1) + 1 < settings.min_wordings
    return np.arange(len(vectors)) if few else wording


def _agreed_grouping(
    vectors: np.ndarray, settings: DiscoverSettings
) -> tuple[np.ndarray, dict[str, float]]:
    """Group rows as most trees of most views do; score it, too."""
    labels = np.full(len(vectors), -1, dtype=np.int32)
    report = {"information": 0.0, "views": 0.0, "groupings": 0.0}
    if len(vectors) < settings.min_rows:
        return labels, report
    settings = _for_rows(settings, len(vectors))
    wanted = max(settings.reduction_neighbours - 1, settings.score_neighbours)
    index, distance = nearest_neighbours(vectors, min(wanted, len(vectors) - 1))
    linked = settings.reduction_neighbours - 1
    near = index[:, :linked], distance[:, :linked]
    judges = index[:, : settings.score_neighbours]
    views = max(1, min(settings.views, settings.max_view_rows // len(vectors)))
    cuts = []
    for view in range(views):
        reduced = reduce_rows(
            vectors, *near, settings.reduced_dimensions, settings.random_seed + view
        )
        cuts += _cuts_of_view(vectors, reduced, judges, settings)
    if cuts:
        limits = _limits(settings, min(settings.min_cluster_sizes))
        labels = agreed_cut(cuts, vectors, judges, limits, settings.min_information)
    report["information"] = information(labels, judges)
    return labels, {**report, "views": float(views), "groupings": float(len(cuts))}


def _for_rows(settings: DiscoverSettings, rows: int) -> DiscoverSettings:
    """Narrow neighbourhoods where rows are few: fifteen of a hundred span several issues.

    Of fifty voices, half may well be of one issue.
    """
    share = min(1.0, (rows / settings.full_rows) ** 0.5)
    few = min(1.0, settings.never_giant_rows / rows)
    update = {
        "reduction_neighbours": max(5, round(share * settings.reduction_neighbours)),
        "score_neighbours": max(4, round(share * settings.score_neighbours)),
        "max_cluster_share": max(settings.max_cluster_share, few),
    }
    return settings.model_copy(update=update)


def _limits(settings: DiscoverSettings, min_rows: int) -> CutLimits:
    return CutLimits(settings.max_cluster_share, settings.min_cohesion, min_rows)


def _cuts_of_view(
    vectors: np.ndarray, reduced: np.ndarray, judges: np.ndarray, settings: DiscoverSettings
) -> list[np.ndarray]:
    """Labels (n,) of each tree's best cut; trees without a cluster are left out."""
    trees = [
        tree
        for samples in settings.min_samples
        for tree in density_trees(reduced, samples, settings.min_cluster_sizes)
    ]
    limits = _limits(settings, 1)
    cuts = [
        best_cut(read_condensed_tree(tree, len(vectors)), vectors, judges, limits) for tree in trees
    ]
    return [cut for cut in cuts if cut.max() >= 0]


def _rescue(
    vectors: np.ndarray, core: np.ndarray, centroids: np.ndarray, radii: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give rows in no cluster to the nearest centroid within its radius; strength for all.

    Unlike a voice that comes later, a row here need not be clearly nearest: whether it might be the
    first of another issue is what the grouping has just answered.
    """
    labels, strengths = assign(vectors, centroids, radii, AssignSettings(margin=0.0))
    labels = np.where(core >= 0, core, labels)
    for cluster in range(len(centroids)):
        members = np.flatnonzero(core == cluster)
        others = np.delete(centroids, cluster, axis=0)
        own = np.maximum(1.0 - vectors[members] @ centroids[cluster], 0.0)
        rival = nearest_two(vectors[members], others)[1] if len(others) else np.full(len(own), 2.0)
        strengths[members] = strength(own, rival, np.full(len(own), radii[cluster]))
    return labels, strengths


def _add_repeated(core: np.ndarray, weights: np.ndarray, copies: int) -> np.ndarray:
    alone = np.flatnonzero((core < 0) & (weights >= copies))
    core = core.copy()
    core[alone] = core.max(initial=-1) + 1 + np.arange(len(alone), dtype=np.int32)
    return renumber(core)


def _shares(labels: np.ndarray, core: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """What a person wants to know about a run; shares count voices (copies), not texts."""
    total = max(float(weights.sum()), 1.0)
    sizes = np.bincount(labels[labels >= 0], weights=weights[labels >= 0], minlength=1)
    return {
        "clusters": float(labels.max(initial=-1) + 1),
        "share_unassigned": float(weights[labels < 0].sum()) / total,
        "share_rescued": float(weights[(labels >= 0) & (core < 0)].sum()) / total,
        "share_largest": float(sizes.max()) / total,
    }
