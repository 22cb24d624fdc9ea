"""How far a theme can be trusted: is it a mixture of two issues, is it the half of one.

A mixture comes apart when part of the texts is clustered anew: `share_together`. The Jaccard index
of Hennig (2007, doi:10.1016/j.csda.2006.11.025) would also punish that the new clusters are wider,
which they are wherever fewer texts are clustered, and says nothing of a mixture. The half of an
issue has its nearest texts in the other half: `own_neighbours`, the connectedness of Handl, Knowles
and Kell (2005, doi:10.1093/bioinformatics/bti517) told theme by theme.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Share of the texts in each resample.
RESAMPLE_SHARE = 0.8
# A theme's texts have half as many neighbours as it has texts, within these limits: the neighbours
# of a small theme's texts cannot all be its own.
FEWEST_NEIGHBOURS, MOST_NEIGHBOURS = 5, 20


@dataclass(frozen=True)
class Trust:
    """Figures of themes, each (k,): share of its texts that one cluster of a resample holds, its
    Jaccard index with the cluster that fits it best (both means over resamples), mean cosine of
    pairs of its texts, and share of their nearest texts that are its own."""

    share_found: np.ndarray
    mean_jaccard: np.ndarray
    coherence: np.ndarray
    separation: np.ndarray


def resample(
    text_hashes: Sequence[str], number: int, most_rows: int, share: float = RESAMPLE_SHARE
) -> np.ndarray:
    """Return the row numbers of a resample; a text's lot depends on itself and the number only."""
    lots = np.array([_lot(text_hash, number) for text_hash in text_hashes])
    wanted = min(int(len(lots) * share), most_rows)
    return np.sort(np.argsort(lots, kind="stable")[:wanted])


def _lot(text_hash: str, number: int) -> int:
    digest = hashlib.blake2b(f"{number}\x1f{text_hash}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=False) >> 1


def shares_together(themes: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Share (count,) of each theme's texts in the cluster that holds most of them.

    `themes` and `labels` (n,) say where each text of a resample is, -1 for nowhere. NaN for
    themes without a text in it.
    """
    shared, of_theme, _ = _shared(themes, labels, count)
    return np.where(of_theme > 0, shared.max(axis=1) / np.maximum(of_theme, 1), np.nan)


def best_jaccards(themes: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Jaccard index (count,) of each theme with the cluster that fits it best (Hennig 2007).

    Arguments and NaN as in `shares_together`.
    """
    shared, of_theme, of_cluster = _shared(themes, labels, count)
    jaccard = shared / np.maximum(of_theme[:, None] + of_cluster - shared, 1.0)
    return np.where(of_theme > 0, jaccard.max(axis=1), np.nan)


def _shared(
    themes: np.ndarray, labels: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texts that themes and clusters share (count, clusters + 1), of each theme, of each cluster;
    the last cluster is empty."""
    clusters = int(labels.max(initial=-1)) + 1
    shared = np.zeros((count, clusters + 1))
    inside = (themes >= 0) & (labels >= 0)
    np.add.at(shared, (themes[inside], labels[inside]), 1.0)
    of_theme = np.bincount(themes[themes >= 0], minlength=count)
    return shared, of_theme, np.bincount(labels[labels >= 0], minlength=clusters + 1)


def own_neighbours(themes: np.ndarray, neighbours: np.ndarray, count: int) -> np.ndarray:
    """Share (count,) of the nearest texts of a theme's texts that are in the theme, too.

    `themes` (n,) holds each text's theme, -1 for none; `neighbours` (n, m) its nearest texts, the
    nearest first. 0 for themes without a text.
    """
    size = np.bincount(themes[themes >= 0], minlength=count)
    seen = np.clip(size // 2, FEWEST_NEIGHBOURS, MOST_NEIGHBOURS)
    inside = np.flatnonzero(themes >= 0)
    own = themes[neighbours[inside]] == themes[inside][:, None]
    is_seen = np.arange(neighbours.shape[1]) < seen[themes[inside]][:, None]
    shares = (own & is_seen).sum(axis=1) / np.maximum(is_seen.sum(axis=1), 1)
    sums = np.bincount(themes[inside], weights=shares, minlength=count)
    return sums / np.maximum(size, 1)


def coherence(vectors: np.ndarray, themes: np.ndarray, count: int) -> np.ndarray:
    """Mean cosine (count,) of all pairs of a theme's texts; 0 for fewer than two."""
    sums = np.zeros((count, vectors.shape[1]))
    inside = themes >= 0
    np.add.at(sums, themes[inside], vectors[inside])
    size = np.bincount(themes[inside], minlength=count).astype(float)
    pairs = np.maximum(size * (size - 1.0), 1.0)
    means = (np.einsum("ij,ij->i", sums, sums) - size) / pairs
    return np.where(size > 1, means, 0.0)


def mean_known(tables: Sequence[np.ndarray], count: int) -> np.ndarray:
    """Mean (count,) over resamples of figures (count,), NaN left out; 0 where all are NaN."""
    table = np.array(tables).reshape(len(tables), count)
    known = ~np.isnan(table)
    return np.where(known, table, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
