"""What theme discovery is compared on: companies with irrelevant voices, and subsets of them.

A company's complaints are joined by voices that belong to no theme (inquiries, praise, small talk)
until those are a quarter of all. Vectors come from the encoder of the fold that saw no text of the
company; `joined` is `use` and `e5` side by side as shipped.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.encoder_folds import FoldModels, recipes
from benchmarks.encoder_sets import LabelledTexts
from benchmarks.encoder_subjects import Kept, OfFolds
from embeddings.training.examples import Corpus, Unlabelled, read_corpus
from embeddings.training.folds import FOLDS
from pipelines.text.normalise import normalise, text_hash
from pipelines.themes.centroids import unit_rows

IRRELEVANT_SHARE = 0.25
# Share of `use` in the cosine of `joined`, as shipped.
USE_SHARE = 0.25
NO_THEME = ""


@dataclass(frozen=True)
class VoiceSet:
    """Distinct voices in the order of their hash, as the night passes them.

    `themes` (n,) holds 0..k-1, -1 for voices without a theme; `vectors` one matrix per tier.
    """

    name: str
    texts: tuple[str, ...]
    themes: np.ndarray
    vectors: dict[str, np.ndarray]

    @property
    def true_k(self) -> int:
        """Number of themes that are really there."""
        return len(np.unique(self.themes[self.themes >= 0]))

    def rows(self, chosen: np.ndarray, name: str) -> "VoiceSet":
        """Return a part of the set; `chosen` are row numbers."""
        chosen = np.sort(chosen)
        vectors = {tier: matrix[chosen] for tier, matrix in self.vectors.items()}
        texts = tuple(self.texts[row] for row in chosen)
        return VoiceSet(name, texts, self.themes[chosen], vectors)


def company_sets(corpus_folder: Path, work: Path) -> list[VoiceSet]:
    """Return all companies of the corpus; `work` is the folder that benchmarks.encoders filled.

    Vectors are kept there too, so that only the first call encodes.
    """
    corpus = read_corpus(corpus_folder)
    folds = FoldModels(corpus, work / "folds", work / "unpacked", recipes(None))
    tiers = {
        tier: Kept(OfFolds(tier, folds.fold_of, folds.loader(tier)), work / "vectors")
        for tier in ("use", "e5")
    }
    companies = sorted(corpus.groups, key=lambda company: (folds.fold_of[company], company))
    return [_voice_set(_with_irrelevant(corpus, company), tiers) for company in companies]


def _voice_set(given: LabelledTexts, tiers: dict[str, Kept]) -> VoiceSet:
    row_of = {text_hash(normalise(text)): row for row, text in enumerate(given.texts)}
    rows = [row_of[key] for key in sorted(row_of)]
    names = sorted(set(given.labels) - {NO_THEME})
    themes = [names.index(given.labels[r]) if given.labels[r] else -1 for r in rows]
    vectors = {tier: subject.vectors(given)[rows] for tier, subject in tiers.items()}
    vectors["joined"] = _joined(vectors["use"], vectors["e5"])
    texts = tuple(given.texts[row] for row in rows)
    return VoiceSet(given.name, texts, np.array(themes), vectors)


def _joined(use: np.ndarray, e5: np.ndarray) -> np.ndarray:
    parts = [math.sqrt(USE_SHARE) * use, math.sqrt(1 - USE_SHARE) * e5]
    return np.hstack(parts).astype(np.float32)


def _with_irrelevant(corpus: Corpus, company: str) -> LabelledTexts:
    """The company's complaints and irrelevant voices, its own folder's first, then its fold's."""
    said = [example for example in corpus.examples if example.group == company]
    wanted = round(len(said) * IRRELEVANT_SHARE / (1 - IRRELEVANT_SHARE))
    other = _by_nearness(corpus, company)[:wanted]
    return LabelledTexts(
        company,
        tuple([e.text for e in said] + [u.text for u in other]),
        tuple([e.label for e in said] + [NO_THEME] * len(other)),
    )


def _by_nearness(corpus: Corpus, company: str) -> Sequence[Unlabelled]:
    folder_of = {theme.group: theme.folder for theme in corpus.themes.values()}
    folder = folder_of[company]
    fold = next(folders for folders in FOLDS if folder in folders)

    def distance(voice: Unlabelled) -> tuple[int, str]:
        folders = {folder_of[group] for group in voice.groups}
        away = 0 if folder in folders else 1 if folders & set(fold) else 2
        return away, hashlib.sha256(voice.text.encode()).hexdigest()

    return sorted(corpus.unlabelled, key=distance)


def random_subsets(sets: Sequence[VoiceSet], count: int, seed: int = 0) -> list[VoiceSet]:
    """Return so many random parts: 100 voices to all, 5 themes or more, uneven, 0-30 % irrelevant.

    Theme sizes follow a Dirichlet draw, from even to one theme holding half of the voices.
    """
    draw = np.random.default_rng(seed)
    return [_random_subset(sets[n % len(sets)], draw, n) for n in range(count)]


def _random_subset(given: VoiceSet, draw: np.random.Generator, number: int) -> VoiceSet:
    k = int(draw.integers(5, given.true_k + 1))
    themes = draw.permutation(given.true_k)[:k]
    pools = [draw.permutation(np.flatnonzero(given.themes == theme)) for theme in themes]
    wanted = int(draw.integers(100, max(101, sum(map(len, pools)))))
    shares = draw.dirichlet(np.full(k, draw.choice([0.7, 2.0, 50.0])))
    # At least four voices each, so that k themes are really there.
    sizes = [min(len(p), max(4, round(wanted * s))) for p, s in zip(pools, shares, strict=True)]
    rows = [pool[:size] for pool, size in zip(pools, sizes, strict=True)]
    outside = draw.permutation(np.flatnonzero(given.themes < 0))
    irrelevant = draw.uniform(0.0, 0.3)
    rows.append(outside[: round(sum(sizes) * irrelevant / (1 - irrelevant))])
    return given.rows(np.concatenate(rows), f"{given.name} #{number}")


def large_set(sets: Sequence[VoiceSet], count: int, tier: str = "use") -> VoiceSet:
    """Return so many voices of all companies together, drawn again and again with noise around.

    A copy's cosine with its voice is .8 to .95, as another wording's may be. Companies of several
    folds lie in slightly different spaces: fit for time and memory, flattering for agreement.
    """
    draw = np.random.default_rng(count)
    starts = np.cumsum([0] + [one.true_k for one in sets])
    shifted = [
        np.where(one.themes >= 0, one.themes + start, -1)
        for one, start in zip(sets, starts, strict=False)
    ]
    vectors = np.vstack([one.vectors[tier] for one in sets])
    texts = [text for one in sets for text in one.texts]
    rows = draw.permutation(np.arange(count) % len(vectors))
    noise = unit_rows(draw.normal(size=(count, vectors.shape[1])).astype(np.float32))
    cosine = draw.uniform(0.8, 0.95, size=(count, 1)).astype(np.float32)
    said = unit_rows(cosine * vectors[rows] + np.sqrt(1 - cosine**2) * noise)
    return VoiceSet(
        f"{count:,} voices",
        tuple(texts[r] for r in rows),
        np.concatenate(shifted)[rows],
        {tier: said},
    )
