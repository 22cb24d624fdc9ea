"""Made-up sets of any size with as many themes as wanted, and how discovery does on them.

No labelled corpus has 100,000 voices of 200 themes. Centres are those of real themes of all
companies, twins left out; a voice strays from its centre as real statements do (normal, with their
pooled covariance), and voices without a theme from the mean of the irrelevant ones with theirs.
Theme sizes follow Zipf's law. Scores stand beside those of KMeans that is told the true number and
of the nearest true centre, which gives them a scale: the themes of 21 companies are hard to part.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from benchmarks.encoder_cells import CellFile
from benchmarks.themes_contestants import SEED
from benchmarks.themes_quality import Scores, key_of
from benchmarks.themes_scores import grouping_scores
from benchmarks.themes_sets import VoiceSet
from pipelines.themes.centroids import unit_rows
from pipelines.themes.discover import DiscoverSettings, discover

IRRELEVANT_SHARE = 0.3
# Share of the voices that say word for word what another one says.
REPEATED_SHARE = 0.2
FEWEST_VOICES = 5
BLOCK_ROWS = 8192

Grouping = Callable[[VoiceSet], np.ndarray]


@dataclass(frozen=True)
class Size:
    """How many voices, and how many true themes among them."""

    voices: int
    themes: int


SIZES = (
    Size(1_000, 5),
    Size(1_000, 30),
    Size(10_000, 5),
    Size(10_000, 50),
    Size(10_000, 200),
    Size(100_000, 50),
    Size(100_000, 200),
)


def sized_set(sets: Sequence[VoiceSet], size: Size, tier: str) -> VoiceSet:
    """Return so many voices of so many themes, the first theme the largest."""
    draw = np.random.default_rng([size.voices, size.themes])
    distinct = round(size.voices * (1 - REPEATED_SHARE))
    themes = _zipf_themes(round(distinct * (1 - IRRELEVANT_SHARE)), size.themes)
    centres, strays = _centres_and_strays(sets, tier)
    chosen = np.sort(draw.permutation(_without_twins(centres, 200))[: size.themes])
    outside = np.vstack([one.vectors[tier][one.themes < 0] for one in sets])
    mean = outside.mean(axis=0)
    said = np.vstack(
        [
            centres[chosen][themes] + _straying(strays, len(themes), draw),
            mean + _straying(outside - mean, distinct - len(themes), draw),
        ]
    )
    rows = np.append(np.arange(distinct), draw.integers(0, distinct, size.voices - distinct))
    themes = np.append(themes, np.full(distinct - len(themes), -1))
    texts = [text for one in sets for text in one.texts]
    return VoiceSet(
        f"{size.voices:,} voices of {size.themes} themes",
        tuple(texts[row % len(texts)] for row in rows),
        themes[rows],
        {tier: unit_rows(said)[rows]},
    )


def _zipf_themes(count: int, themes: int) -> np.ndarray:
    share = 1.0 / np.arange(1, themes + 1)
    sizes = np.maximum(FEWEST_VOICES, np.floor(count * share / share.sum())).astype(int)
    return np.repeat(np.arange(themes), sizes)


def _centres_and_strays(sets: Sequence[VoiceSet], tier: str) -> tuple[np.ndarray, np.ndarray]:
    centres, strays = [], []
    for one in sets:
        for theme in range(one.true_k):
            members = one.vectors[tier][one.themes == theme]
            centres.append(members.mean(axis=0))
            strays.append(members - centres[-1])
    return np.array(centres), np.vstack(strays)


def _without_twins(centres: np.ndarray, count: int) -> np.ndarray:
    """Drop one of the two most alike until so many are left: companies share some themes."""
    unit = unit_rows(centres)
    similarity = unit @ unit.T
    np.fill_diagonal(similarity, -1.0)
    left = np.arange(len(centres))
    while len(left) > count:
        among = similarity[np.ix_(left, left)]
        left = np.delete(left, among.max(axis=1).argmax())
    return left


def _straying(strays: np.ndarray, count: int, draw: np.random.Generator) -> np.ndarray:
    """Draw rows (count, d) with the covariance of `strays`."""
    variance, direction = np.linalg.eigh(strays.T @ strays / len(strays))
    scaled = direction * np.sqrt(np.maximum(variance, 0.0))
    drawn = draw.standard_normal((count, len(variance)), dtype=np.float32)
    return np.asarray(drawn @ scaled.T.astype(np.float32))


def measure_sizes(
    cells: CellFile,
    settings: DiscoverSettings,
    sets: Sequence[VoiceSet],
    tier: str,
    say: Callable[[str], None],
) -> dict[Size, dict[str, Scores]]:
    """Return the scores of ours, KMeans and the nearest true centre by size."""

    def ours(given: VoiceSet) -> np.ndarray:
        vectors = given.vectors[tier]
        return discover(vectors, np.ones(len(vectors)), settings).labels

    def kmeans(given: VoiceSet) -> np.ndarray:
        means = MiniBatchKMeans(given.true_k, n_init=3, batch_size=4096, random_state=SEED)
        return np.asarray(means.fit_predict(given.vectors[tier]))

    contestants: dict[str, Grouping] = {
        "ours": ours,
        "KMeans, true k": kmeans,
        "nearest true centre": partial(nearest_true_centre, tier=tier),
    }
    found: dict[Size, dict[str, Scores]] = {size: {} for size in SIZES}
    for size in SIZES:
        given = sized_set(sets, size, tier)
        for name, contestant in contestants.items():
            key = key_of(name, settings.model_dump_json(), given, tier)
            found[size][name] = cells.measure(key, partial(_scores, given, contestant)).scores
            say(f"{given.name}: {name}")
    return found


def nearest_true_centre(given: VoiceSet, tier: str) -> np.ndarray:
    """Labels (n,) of somebody who knows where all themes lie."""
    vectors = given.vectors[tier]
    centres = [vectors[given.themes == theme].mean(axis=0) for theme in range(given.true_k)]
    unit = unit_rows(np.array(centres))
    blocks = np.array_split(vectors, 1 + len(vectors) // BLOCK_ROWS)
    return np.concatenate([(block @ unit.T).argmax(axis=1) for block in blocks])


def _scores(given: VoiceSet, contestant: Grouping) -> dict[str, float]:
    started = time.process_time()
    labels = contestant(given)
    seconds = time.process_time() - started
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    true_sizes = np.bincount(given.themes[given.themes >= 0])
    return {
        **grouping_scores(given.themes, labels),
        "largest": float(sizes.max() / len(labels)),
        "true_largest": float(true_sizes.max() / len(labels)),
        "cpu_seconds": seconds,
    }
