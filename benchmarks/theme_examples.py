"""What confirmed examples are worth: held-out voices given to approved themes, by 0 to 20 examples.

    python -m benchmarks.theme_examples --work FOLDER [--corpus corpus] [--seeds 3] [--out FILE]

FOLDER is the one that benchmarks.encoders filled: each company is encoded by the model of the fold
that saw no text of it. Of each theme 20 voices may become examples; all its others are held out.
`found` is what a night knows without anybody's help: a discovery over the 20s and the irrelevant
voices, each cluster taken for the theme that most of it is about. The score is the share of
held-out voices whose theme is right, with every voice given to its nearest theme. Prints figures
and names of companies, never a text.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.encoder_folds import FoldModels, recipes
from benchmarks.themes_sets import USE_SHARE, VoiceSet, company_sets
from embeddings.training.examples import Corpus, read_corpus
from pipelines.themes.centroids import unit_rows
from pipelines.themes.discover import DiscoverSettings, discover
from pipelines.themes.prototypes import FOUND_PULL, NAME_PULL

COUNTS = (0, 1, 3, 5, 10, 20)
MOST = max(COUNTS)
Likeness = np.ndarray


@dataclass(frozen=True)
class Deal:
    """One company dealt out once: rows of examples (k, 20), of the night and held out; names."""

    vectors: np.ndarray
    examples: np.ndarray
    held_out: np.ndarray
    truth: np.ndarray
    names: np.ndarray
    night: np.ndarray
    found: np.ndarray
    found_theme: np.ndarray
    found_size: np.ndarray

    def score(self, likeness: Likeness) -> float:
        """Return the share of held-out voices whose most likely theme, of (m, k), is right."""
        return float((likeness.argmax(axis=1) == self.truth).mean())


def deal_out(given: VoiceSet, tier: str, names: np.ndarray, seed: int) -> Deal:
    """Deal a company's voices out to examples and held-out ones, and discover over the former."""
    draw = np.random.default_rng(seed)
    vectors, k = given.vectors[tier], given.true_k
    rows = [draw.permutation(np.flatnonzero(given.themes == theme)) for theme in range(k)]
    examples = np.array([of_theme[:MOST] for of_theme in rows])
    held_out = np.sort(np.concatenate([of_theme[MOST:] for of_theme in rows]))
    night = np.sort(np.concatenate([examples.ravel(), np.flatnonzero(given.themes < 0)]))
    found = discover(vectors[night], np.ones(len(night)), DiscoverSettings())
    themes = given.themes[night]
    about = [_most(themes[found.labels == cluster]) for cluster in range(len(found.radii))]
    size = np.bincount(found.labels[found.labels >= 0], minlength=len(found.radii))
    is_theme = np.array(about, dtype=int) >= 0
    return Deal(
        vectors,
        examples,
        held_out,
        given.themes[held_out],
        names,
        night,
        found.centroids[is_theme],
        np.array(about, dtype=int)[is_theme],
        size[is_theme],
    )


def _most(themes: np.ndarray) -> int:
    """Return the theme that most members are about, -1 for none."""
    values, counts = np.unique(themes, return_counts=True)
    return int(values[counts.argmax()])


def name_only(deal: Deal, count: int) -> Likeness:
    """Compare with the vector of the theme's name."""
    return deal.vectors[deal.held_out] @ deal.names.T


def found_only(deal: Deal, count: int) -> Likeness:
    """Compare with the clusters' centroids; a theme that was not found is never the nearest."""
    return _best_of(deal.vectors[deal.held_out] @ deal.found.T, deal.found_theme, len(deal.names))


def drawn_near(name_pull: float, share: float, pull: float) -> Callable[[Deal, int], Likeness]:
    """Compare with the mean of examples, name, and the night's voices nearest to those.

    Of the night's voices that are nearer to a theme than to any other, the nearest `share` count,
    all together like `pull` examples.
    """

    def likeness(deal: Deal, count: int) -> Likeness:
        sums = deal.vectors[deal.examples[:, :count]].sum(axis=1) + name_pull * deal.names
        night = deal.vectors[deal.night]
        near = night @ unit_rows(sums).T
        best, sure = near.argmax(axis=1), near.max(axis=1)
        for theme in range(len(sums)):
            rows = np.flatnonzero(best == theme)
            rows = rows[np.argsort(-sure[rows])[: max(1, int(share * len(rows)))]]
            if len(rows):
                sums[theme] += pull * night[rows].mean(axis=0)
        return deal.vectors[deal.held_out] @ unit_rows(sums).T

    return likeness


def nearest_example(deal: Deal, count: int) -> Likeness:
    """Compare with every example."""
    rows = deal.examples[:, :count]
    likeness = deal.vectors[deal.held_out] @ deal.vectors[rows.ravel()].T
    return likeness.reshape(len(likeness), len(rows), count).max(axis=2)


def nearest_and_centroid(deal: Deal, count: int) -> Likeness:
    """Compare with every example and with their mean, half and half."""
    return (nearest_example(deal, count) + blended(0.0)(deal, count)) / 2


def found_or_centroid(deal: Deal, count: int) -> Likeness:
    """Compare with the found centroids and the examples' mean; the nearer one counts."""
    return np.maximum(found_only(deal, count), blended(0.0)(deal, count))


def blended(pull: float, name_pull: float = 0.0) -> Callable[[Deal, int], Likeness]:
    """Compare with one centre a theme; found centroid and name pull like so many examples."""

    def likeness(deal: Deal, count: int) -> Likeness:
        sums = deal.vectors[deal.examples[:, :count]].sum(axis=1) + name_pull * deal.names
        weight = pull * deal.found_size / np.maximum(_whole_size(deal), 1)
        np.add.at(sums, deal.found_theme, weight[:, None] * deal.found)
        return deal.vectors[deal.held_out] @ unit_rows(sums).T

    return likeness


def _whole_size(deal: Deal) -> np.ndarray:
    return np.bincount(deal.found_theme, deal.found_size, len(deal.names))[deal.found_theme]


def _best_of(likeness: np.ndarray, theme_of: np.ndarray, k: int) -> Likeness:
    best = np.full((len(likeness), k), -2.0, dtype=np.float32)
    for column, theme in enumerate(theme_of):
        best[:, theme] = np.maximum(best[:, theme], likeness[:, column])
    return best


WITHOUT = {"found": found_only, "name": name_only, "name and found": blended(1.0, 2.0)}
WITH = {
    "centroid": blended(0.0),
    "nearest example": nearest_example,
    "nearest and centroid": nearest_and_centroid,
    "found or centroid": found_or_centroid,
    "centroid, found = 1": blended(1.0),
    "centroid, name = 1": blended(0.0, 1.0),
    "centroid, name = 2": blended(0.0, 2.0),
    "centroid, name = 3": blended(0.0, 3.0),
    "centroid, name = 2, near voices = 2": drawn_near(2.0, 0.5, 2.0),
    "centroid, name = 2, found = 1 (as shipped)": blended(FOUND_PULL, NAME_PULL),
}

Scores = dict[str, dict[int, float]]


def scores_of(deal: Deal) -> Scores:
    """Return the score of every way by the number of examples."""
    scores = {way: {0: deal.score(likeness(deal, 0))} for way, likeness in WITHOUT.items()}
    for way, likeness in WITH.items():
        scores[way] = {count: deal.score(likeness(deal, count)) for count in COUNTS if count}
    return scores


def name_vectors(
    corpus: Corpus, work: Path, sets: list[VoiceSet]
) -> dict[str, dict[str, np.ndarray]]:
    """Return the vectors of theme names by tier and company, in the order of VoiceSet.themes."""
    folds = FoldModels(corpus, work / "folds", work / "unpacked", recipes(None))
    names = {given.name: _names(corpus, given.name) for given in sets}
    vectors: dict[str, dict[str, np.ndarray]] = {"use": {}, "e5": {}}
    for tier, of_company in vectors.items():
        load = folds.loader(tier)
        for fold in sorted({folds.fold_of[name] for name in names}):
            encoder = load(fold)
            for company in (name for name in names if folds.fold_of[name] == fold):
                of_company[company] = encoder.encode(names[company])
    shares = np.sqrt([USE_SHARE, 1 - USE_SHARE])
    vectors["joined"] = {
        company: np.hstack(
            [shares[0] * vectors["use"][company], shares[1] * vectors["e5"][company]]
        )
        for company in names
    }
    return vectors


def _names(corpus: Corpus, company: str) -> list[str]:
    labels = sorted({example.label for example in corpus.examples if example.group == company})
    return [corpus.themes[label].name for label in labels]


def main() -> None:
    """Measure all companies and tiers and print the tables."""
    given = _options()
    sets = company_sets(given.corpus, given.work)
    names = name_vectors(read_corpus(given.corpus), given.work, sets)
    measured: dict[str, dict[str, list[Scores]]] = {}
    for tier in given.tiers.split(","):
        measured[tier] = {}
        for one in sets:
            deals = (
                deal_out(one, tier, names[tier][one.name], seed) for seed in range(given.seeds)
            )
            measured[tier][one.name] = [scores_of(deal) for deal in deals]
            print(f"{tier}: {one.name}", file=sys.stderr, flush=True)
    if given.out:
        given.out.write_text(json.dumps(measured, ensure_ascii=False, indent=1), "utf-8")
    for tier, of_company in measured.items():
        print(f"\n### {tier}\n\n{table(of_company)}")


def table(of_company: dict[str, list[Scores]]) -> str:
    """Return the mean over companies, each counted once, as a Markdown table."""
    lines = ["| way | " + " | ".join(map(str, COUNTS)) + " |", "|---|" + "---:|" * len(COUNTS)]
    for way in [*WITHOUT, *WITH]:
        cells = [_mean(of_company, way, count) for count in COUNTS]
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _mean(of_company: dict[str, list[Scores]], way: str, count: int) -> str:
    means = [
        np.mean([scores[way][count] for scores in of_seed])
        for of_seed in of_company.values()
        if count in of_seed[0][way]
    ]
    return f"{np.mean(means):.3f}" if means else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="folder of benchmarks.encoders")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--tiers", default="use,e5,joined", help="encoders, separated by commas")
    parser.add_argument("--seeds", type=int, default=3, help="deals of each company")
    parser.add_argument("--out", type=Path, help="file for every figure")
    return parser.parse_args()


if __name__ == "__main__":
    main()
