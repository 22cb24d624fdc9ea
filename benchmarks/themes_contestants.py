"""Who is compared: ours, the plain recipe, KMeans that is told the true number of themes, and, from
files that themes_beside wrote, BERTopic and Turftopic. All on the same vectors."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans

from benchmarks.themes_sets import VoiceSet
from pipelines.themes.discover import DiscoverSettings, discover

KMEANS_SEEDS = 3
SEED = 42

# Takes a set and the name of its vectors, returns label rows (seeds, n), -1 for none.
Contestant = Callable[[VoiceSet, str], np.ndarray]


def inside(settings: DiscoverSettings) -> dict[str, Contestant]:
    """Return the contestants that need nothing but this project's own packages."""

    def ours(given: VoiceSet, tier: str) -> np.ndarray:
        vectors = given.vectors[tier]
        return discover(vectors, np.ones(len(vectors)), settings).labels[None, :]

    return {"ours": ours, "plain recipe": plain_recipe, "KMeans, true k": kmeans}


def plain_recipe(given: VoiceSet, tier: str) -> np.ndarray:
    """UMAP to 10 dimensions and HDBSCAN `eom`, clusters of 10 or more."""
    import hdbscan
    import umap

    reduced = umap.UMAP(
        n_components=10, n_neighbors=15, min_dist=0.0, metric="cosine", random_state=SEED, n_jobs=1
    ).fit_transform(given.vectors[tier])
    return hdbscan.HDBSCAN(min_cluster_size=10).fit_predict(reduced)[None, :]


def kmeans(given: VoiceSet, tier: str) -> np.ndarray:
    """KMeans told the true k, one row a seed."""
    vectors = given.vectors[tier]
    runs = [KMeans(given.true_k, n_init=4, random_state=seed) for seed in range(KMEANS_SEEDS)]
    return np.array([run.fit_predict(vectors) for run in runs])


def hand_over(given: VoiceSet, tier: str, folder: Path) -> Path:
    """Write a set for themes_beside; returns the file, named by what is in it."""
    vectors = given.vectors[tier]
    digest = hashlib.sha256(vectors.tobytes()).hexdigest()[:16]
    path = folder / f"{tier}-{digest}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        with aside.open("wb") as out:
            np.savez(out, vectors=vectors, texts=np.array(given.texts))
        aside.rename(path)
    return path


def from_beside(path: Path) -> Mapping[str, np.ndarray]:
    """Read what themes_beside wrote about a handed-over set: label rows by contestant."""
    written = path.with_suffix(".json")
    if not written.exists():
        return {}
    found = json.loads(written.read_text("utf-8"))
    return {name: np.array([labels]) for name, labels in found.items()}
