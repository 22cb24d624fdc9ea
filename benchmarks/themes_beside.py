"""Group voices by libraries that are installed beside the project: BERTopic, Turftopic.

    OTHER_VENV/bin/python benchmarks/themes_beside.py FOLDER | FILE.npz

Of a file, BERTopic's defaults are timed. Imports nothing of this project. For every FOLDER/*.npz
(`vectors` (n, d), `texts` (n,)) without a FOLDER/*.json it writes one: labels by contestant, -1 for
none. Prints file names and counts only.
"""

import json
import resource
import sys
import time
import warnings
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np

# The best-known knobs; the first of each list is BERTopic's default.
REDUCTIONS = ((15, 5), (15, 10))  # neighbours, dimensions
SIZES = (10, 5, 15)
SAMPLES = (None, 5)
METHODS = ("eom", "leaf")
SEED = 42
DEFAULTS = "15-5-10-None-eom"

Labels = dict[str, list[int]]


class Ready:
    """A reduction that was computed before, so that a search need not repeat it."""

    def __init__(self, reduced: np.ndarray) -> None:
        self._reduced = reduced

    def fit(self, _vectors: np.ndarray, y: object = None) -> "Ready":
        """Do nothing."""
        return self

    def transform(self, _vectors: np.ndarray) -> np.ndarray:
        """Return what was computed before."""
        return self._reduced


class NoEncoder:
    """Stands where a library wants an encoder though it is given vectors."""

    def encode(self, _texts: object, **_options: object) -> np.ndarray:
        """Refuse."""
        raise RuntimeError("vectors are given")


def bertopic_labels(texts: list[str], vectors: np.ndarray) -> Labels:
    """Labels by setting: as found, and after both ways of outlier reduction."""
    found: Labels = {}
    for neighbours, dimensions in REDUCTIONS:
        reduced = _reduce(vectors, neighbours, dimensions)
        for size, samples, method in product(SIZES, SAMPLES, METHODS):
            name = f"{neighbours}-{dimensions}-{size}-{samples}-{method}"
            for way, labels in _bertopic(texts, vectors, reduced, (size, samples, method)):
                found[f"bertopic {name} {way}"] = labels
    return found


def _reduce(vectors: np.ndarray, neighbours: int, dimensions: int) -> np.ndarray:
    from umap import UMAP

    return UMAP(
        n_neighbors=min(neighbours, len(vectors) - 1),
        n_components=dimensions,
        min_dist=0.0,
        metric="cosine",
        random_state=SEED,
    ).fit_transform(vectors)


def _bertopic(
    texts: list[str],
    vectors: np.ndarray,
    reduced: np.ndarray,
    cut: tuple[int, int | None, str],
) -> Iterator[tuple[str, list[int]]]:
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer

    size, samples, method = cut
    model = BERTopic(
        umap_model=Ready(reduced),
        hdbscan_model=HDBSCAN(
            min_cluster_size=size, min_samples=samples, cluster_selection_method=method
        ),
        # Words matter to one way of outlier reduction only; the default takes a sentence for one.
        vectorizer_model=CountVectorizer(analyzer="char", ngram_range=(2, 2)),
    )
    topics, _ = model.fit_transform(texts, vectors)
    yield "plain", [int(topic) for topic in topics]
    several = len(set(topics) - {-1}) > 0
    for way in ("embeddings", "c-tf-idf"):
        fewer = topics
        if several and -1 in topics:
            fewer = model.reduce_outliers(texts, topics, strategy=way, embeddings=vectors)
        yield way, [int(topic) for topic in fewer]


def turftopic_labels(texts: list[str], vectors: np.ndarray) -> Labels:
    """Labels of its clustering model with default settings (t-SNE, HDBSCAN)."""
    from sklearn.feature_extraction.text import CountVectorizer
    from turftopic import ClusteringTopicModel

    model = ClusteringTopicModel(
        encoder=NoEncoder(),
        vectorizer=CountVectorizer(analyzer="char", ngram_range=(2, 2)),
        random_state=SEED,
    )
    labels = model.fit_predict(texts, embeddings=vectors)
    return {"turftopic clustering": [int(label) for label in labels]}


def _timed_defaults(path: Path) -> dict[str, object]:
    from bertopic import BERTopic

    given = np.load(path)
    texts, vectors = [str(text) for text in given["texts"]], given["vectors"]
    started, processor = time.perf_counter(), time.process_time()
    topics, _ = BERTopic().fit_transform(texts, vectors)
    return {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - processor,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "labels": [int(topic) for topic in topics],
    }


def main() -> None:
    """Do what is missing in a folder, or time one file."""
    warnings.filterwarnings("ignore")
    if Path(sys.argv[1]).is_file():
        print(json.dumps(_timed_defaults(Path(sys.argv[1]))))
        return
    for path in sorted(Path(sys.argv[1]).glob("*.npz")):
        written = path.with_suffix(".json")
        if written.exists():
            continue
        given = np.load(path)
        texts, vectors = [str(text) for text in given["texts"]], given["vectors"]
        found = bertopic_labels(texts, vectors) | turftopic_labels(texts, vectors)
        aside = written.with_suffix(".part")
        aside.write_text(json.dumps(found), "utf-8")
        aside.replace(written)
        print(path.stem, len(texts), flush=True)


if __name__ == "__main__":
    main()
