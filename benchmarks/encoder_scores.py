"""How good vectors are: pure functions of unit rows and labels."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import spearmanr
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

from pipelines.text.normalise import normalise, text_hash
from pipelines.themes.discover import DiscoverSettings, discover

NEIGHBOURS = 10
# Tries of k-means per seed; with fewer the mean over seeds wavers by .01.
_STARTS = 4


def kmeans_scores(vectors: np.ndarray, labels: Sequence[str], seeds: int) -> dict[str, float]:
    """Return V-measure and adjusted Rand index of k-means with the true k, means over seeds.

    V-measure: Rosenberg & Hirschberg 2007. Rand index: Hubert & Arabie 1985.
    """
    found = [
        KMeans(len(set(labels)), n_init=_STARTS, random_state=seed).fit_predict(vectors)
        for seed in range(seeds)
    ]
    return {
        "kmeans_v": float(np.mean([v_measure_score(labels, groups) for groups in found])),
        "ari": float(np.mean([adjusted_rand_score(labels, groups) for groups in found])),
    }


def neighbour_scores(vectors: np.ndarray, labels: Sequence[str]) -> dict[str, float]:
    """Return how often the nearest text, and what share of the ten nearest, has the same label."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    near = np.argsort(-likeness, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(vectors) - 1)]
    _, label_of = np.unique(labels, return_inverse=True)
    same = label_of[near] == label_of[:, None]
    return {"one_nn": float(same[:, 0].mean()), "p10": float(same.mean())}


def discovery_scores(
    texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str], settings: DiscoverSettings
) -> dict[str, float]:
    """Return the adjusted mutual information (Vinh et al. 2010) of one discovery with the labels.

    Called as the night does: distinct texts in the order of their hash, with their copies. Texts
    in no theme count as one group of their own, so leaving texts out is not free.
    """
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        rows_of.setdefault(text_hash(normalise(text)), []).append(row)
    groups = [rows_of[key] for key in sorted(rows_of)]
    firsts = [rows[0] for rows in groups]
    copies = np.array([len(rows) for rows in groups], dtype=float)
    found = discover(vectors[firsts], copies, settings)
    return {
        "ami": float(adjusted_mutual_info_score([labels[row] for row in firsts], found.labels)),
        "themes": found.report["clusters"],
        "share_unassigned": found.report["share_unassigned"],
    }


def pair_scores(vectors: np.ndarray, likeness: Sequence[float]) -> dict[str, float]:
    """Return Spearman's rank correlation of cosines with people's judgement.

    `vectors` holds the unit rows of all first sentences, then those of all second ones.
    """
    first, second = vectors[: len(likeness)], vectors[len(likeness) :]
    cosines = np.einsum("ij,ij->i", first, second)
    return {"spearman": float(spearmanr(cosines, likeness).statistic)}
