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


@dataclass(frozen=True)
class Span:
    """How many voices a random subset is asked to have, and of how many themes."""

    voices: tuple[int, int]
    themes: tuple[int, int]


ANY_SIZE = Span(voices=(40, 1_500), themes=(4, 40))
SMALL = Span(voices=(30, 300), themes=(3, 10))


def random_subsets(
    sets: Sequence[VoiceSet], count: int, span: Span = ANY_SIZE, seed: int = 0
) -> list[VoiceSet]:
    """Return so many random parts of companies: uneven themes, 0-30 % irrelevant.

    Theme sizes follow a Dirichlet draw, from even to one theme holding half of the voices.
    """
    draw = np.random.default_rng(seed)
    return [_random_subset(sets[n % len(sets)], span, draw, n) for n in range(count)]


def _random_subset(given: VoiceSet, span: Span, draw: np.random.Generator, number: int) -> VoiceSet:
    k = int(draw.integers(span.themes[0], min(span.themes[1], given.true_k) + 1))
    themes = draw.permutation(given.true_k)[:k]
    pools = [draw.permutation(np.flatnonzero(given.themes == theme)) for theme in themes]
    least, most = span.voices[0], min(span.voices[1], sum(map(len, pools)))
    wanted = int(draw.integers(least, max(least + 1, most)))
    shares = draw.dirichlet(np.full(k, draw.choice([0.7, 2.0, 50.0])))
    # At least four voices each, so that k themes are really there.
    sizes = [min(len(p), max(4, round(wanted * s))) for p, s in zip(pools, shares, strict=True)]
    rows = [pool[:size] for pool, size in zip(pools, sizes, strict=True)]
    outside = draw.permutation(np.flatnonzero(given.themes < 0))
    irrelevant = draw.uniform(0.0, 0.3)
    rows.append(outside[: round(sum(sizes) * irrelevant / (1 - irrelevant))])
    return given.rows(np.concatenate(rows), f"{given.name} #{number}")
