"""How far a theme can be trusted: would it be found again, do its voices hang together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.themes.assign import nearest_two

# Share of the texts in each resample.
RESAMPLE_SHARE = 0.8


@dataclass(frozen=True)
class Trust:
    """Figures of themes, each (k,): share of resamples in which the theme came back, its mean
    Jaccard index with its best cluster, mean cosine of pairs of its voices, and how much nearer
    its voices are to it than to the next theme (-1..1, a silhouette of centres)."""

    share_found: np.ndarray
    mean_jaccard: np.ndarray
    coherence: np.ndarray
    separation: np.ndarray


def resample(text_hashes: Sequence[str], number: int, most_rows: int) -> np.ndarray:
    """Return the row numbers of a resample; a text's lot depends on itself and the number only."""
    lots = np.array([_lot(text_hash, number) for text_hash in text_hashes])
    wanted = min(int(len(lots) * RESAMPLE_SHARE), most_rows)
    return np.sort(np.argsort(lots, kind="stable")[:wanted])


def _lot(text_hash: str, number: int) -> int:
    digest = hashlib.blake2b(f"{number}\x1f{text_hash}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=False) >> 1


def best_jaccards(themes: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Jaccard index (count,) of each theme with the cluster that fits it best (Hennig 2007).

    `themes` and `labels` (n,) say where each text of a resample is, -1 for nowhere. NaN for
    themes without a text in it.
    """
    clusters = int(labels.max(initial=-1)) + 1
    shared = np.zeros((count, clusters + 1))
    inside = (themes >= 0) & (labels >= 0)
    np.add.at(shared, (themes[inside], labels[inside]), 1.0)
    of_theme = np.bincount(themes[themes >= 0], minlength=count)[:, None]
    of_cluster = np.append(np.bincount(labels[labels >= 0], minlength=clusters), 0)[None, :]
    jaccard = shared / np.maximum(of_theme + of_cluster - shared, 1.0)
    return np.where(of_theme[:, 0] > 0, jaccard.max(axis=1), np.nan)


def coherence(vectors: np.ndarray, themes: np.ndarray, count: int) -> np.ndarray:
    """Mean cosine (count,) of all pairs of a theme's texts; 0 for fewer than two."""
    sums = np.zeros((count, vectors.shape[1]))
    inside = themes >= 0
    np.add.at(sums, themes[inside], vectors[inside])
    size = np.bincount(themes[inside], minlength=count).astype(float)
    pairs = np.maximum(size * (size - 1.0), 1.0)
    means = (np.einsum("ij,ij->i", sums, sums) - size) / pairs
    return np.where(size > 1, means, 0.0)


def separation(vectors: np.ndarray, themes: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Mean silhouette (k,) of a theme's texts towards the centres: (next - own) / the larger."""
    count = len(centroids)
    inside = np.flatnonzero(themes >= 0)
    if len(inside) == 0:
        return np.zeros(count)
    nearest, nearest_distance, runner_up = nearest_two(vectors[inside], centroids)
    is_own = nearest == themes[inside]
    own = 1.0 - np.einsum("ij,ij->i", vectors[inside], centroids[themes[inside]])
    other = np.where(is_own, runner_up, nearest_distance)
    value = (other - own) / np.maximum(np.maximum(other, own), 1e-6)
    size = np.maximum(np.bincount(themes[inside], minlength=count), 1)
    return np.bincount(themes[inside], weights=value, minlength=count) / size


def trust(
    vectors: np.ndarray,
    themes: np.ndarray,
    centroids: np.ndarray,
    jaccards: Sequence[np.ndarray],
    found_from: float,
) -> Trust:
    """Put the figures together; `jaccards` holds best_jaccards of every resample, and a theme was
    found in one where its index is at least `found_from`."""
    count = len(centroids)
    table = np.array(jaccards).reshape(len(jaccards), count)
    known = ~np.isnan(table)
    times = np.maximum(known.sum(axis=0), 1)
    return Trust(
        np.where(known, table >= found_from, False).sum(axis=0) / times,
        np.where(known, table, 0.0).sum(axis=0) / times,
        coherence(vectors, themes, count),
        separation(vectors, themes, centroids),
    )
