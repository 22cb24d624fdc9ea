"""The figures of the comparison as Markdown."""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.encoder_report import share, table
from benchmarks.themes_beside import DEFAULTS
from benchmarks.themes_quality import Scores, mean_of
from benchmarks.themes_sets import VoiceSet
from benchmarks.themes_sizes import Size

REDUCED = ("embeddings", "c-tf-idf")
SHOWN = {
    "ami": "AMI",
    "ari": "ARI",
    "v": "V",
    "unassigned": "complaints unassigned",
    "swallowed": "irrelevant swallowed",
    "themes_per_k": "themes / k",
}
FEWEST = 2
LEAST, MOST, UNASSIGNED = 0.6, 1.8, 0.3
TITLES = {"subsets": "subsets", "small": "small subsets"}

Table = Mapping[str, Mapping[str, Scores]]


def quality_page(found: Table, sets: Sequence[VoiceSet], tier: str) -> str:
    """Return the means of all contestants and the AMI by company."""
    chosen = _chosen(found)
    means = [
        [title, *(share(mean_of(list(found[name].values()))[score]) for score in SHOWN)]
        for title, name in chosen.items()
    ]
    titles = [*chosen, "unassigned", "themes / k"]
    rows = []
    for one in sets:
        ours = found["ours"][one.name]
        amis = [share(found[name][one.name]["ami"]) for name in chosen.values()]
        rows.append([one.name, *amis, share(ours["unassigned"]), f"{ours['themes_per_k']:.2f}"])
    parts = [
        f"### Companies never seen, a quarter irrelevant voices: `{tier}`",
        table(["mean over companies", *SHOWN.values()], means),
        *_verdicts(found, chosen),
        "AMI by company (last two columns: ours)",
        table(["company", *titles], rows),
    ]
    return "\n\n".join(parts)


def _chosen(found: Table) -> dict[str, str]:
    """Titles and contestants of the tables; of a search only the best of each way is shown."""
    chosen = {name: name for name in found if not name.startswith("bertopic")}
    searched = [name for name in found if name.startswith("bertopic")]
    if searched:
        ways = ("plain", *REDUCED)
        for way in ways:
            chosen[f"BERTopic defaults, {way}"] = f"bertopic {DEFAULTS} {way}"
        best = max(_ending(searched, REDUCED), key=lambda name: _mean_ami(found, name))
        chosen[f"best of {len(_ending(searched, REDUCED))} searched ({best})"] = best
    return chosen


def _ending(names: Sequence[str], ways: Sequence[str]) -> list[str]:
    return [name for name in names if name.endswith(tuple(ways))]


def _mean_ami(found: Table, name: str) -> float:
    return mean_of(list(found[name].values()))["ami"]


def _verdicts(found: Table, chosen: Mapping[str, str]) -> list[str]:
    """One line per rival: how ours stands to it, and where it is furthest behind."""
    lines = []
    for title, name in chosen.items():
        if name == "ours" or len(found[name]) < len(found["ours"]):
            continue
        gaps = {one: found["ours"][one]["ami"] - found[name][one]["ami"] for one in found["ours"]}
        worst = min(gaps, key=lambda one: gaps[one])
        ratio = _mean_ami(found, "ours") / max(_mean_ami(found, name), 1e-9)
        lines.append(
            f"* ours against {title}: x {ratio:.2f}, better for "
            f"{sum(gap > 0 for gap in gaps.values())} of {len(gaps)}, "
            f"furthest behind {gaps[worst]:+.3f} ({worst})"
        )
    return ["\n".join(lines)]


def subsets_page(found: Table, drawn: Sequence[VoiceSet], part: str, tier: str) -> str:
    """Return whether any random subset collapsed, and how ours stands to KMeans there."""
    ours = [found["ours"][one.name] for one in drawn]
    rivals = [found["KMeans, true k"][one.name] for one in drawn]
    themes = np.array([scores["themes"] for scores in ours])
    ratio = np.array([scores["themes_per_k"] for scores in ours])
    unassigned = np.array([scores["unassigned"] for scores in ours])
    gap = np.array([a["ami"] - b["ami"] for a, b in zip(ours, rivals, strict=True)])
    sizes = [len(one.texts) for one in drawn]
    return "\n".join(
        [
            f"### {len(drawn)} random {TITLES[part]}: `{tier}`",
            "",
            f"{min(sizes)} to {max(sizes)} voices, {min(one.true_k for one in drawn)} to "
            f"{max(one.true_k for one in drawn)} themes of uneven size, 0 to 30 % irrelevant.",
            "",
            f"* two clusters or fewer: {int((themes <= FEWEST).sum())}; fewest {int(themes.min())}",
            f"* themes / k below 0.6 in {int((ratio < LEAST).sum())}, above 1.8 in "
            f"{int((ratio > MOST).sum())}; median {np.median(ratio):.2f}, 5 % below "
            f"{np.quantile(ratio, 0.05):.2f}, 5 % above {np.quantile(ratio, 0.95):.2f}",
            f"* complaints unassigned: mean {mean_of(ours)['unassigned']:.1%}, most "
            f"{unassigned.max():.1%}, more than 30 % in {int((unassigned > UNASSIGNED).sum())}",
            f"* AMI: mean {share(mean_of(ours)['ami'])}, KMeans told the true k "
            f"{share(mean_of(rivals)['ami'])}; ours is not worse in {int((gap >= 0).sum())}",
        ]
    )


def sizes_page(found: Mapping[Size, Mapping[str, Scores]]) -> str:
    """Return ours beside KMeans and the nearest true centre, by size."""
    titles = ["voices", "themes", "AMI", "KMeans, true k", "nearest true centre"]
    titles += ["ARI", "KMeans, true k", "unassigned", "themes / k", "largest", "true largest"]
    rows = []
    for size, scores in found.items():
        ours, kmeans, best = scores.values()
        amis = [share(one["ami"]) for one in (ours, kmeans, best)]
        aris = [share(one["ari"]) for one in (ours, kmeans)]
        rest = [share(ours["unassigned"]), f"{ours['themes_per_k']:.2f}"]
        largest = [share(ours["largest"]), share(ours["true_largest"])]
        rows.append([f"{size.voices:,}", str(size.themes), *amis, *aris, *rest, *largest])
    return "### Sizes (made up, Zipf, 30 % irrelevant, 20 % repeated): `use`\n\n" + table(
        titles, rows
    )


def speed_page(found: Mapping[tuple[str, str], Scores]) -> str:
    """Return seconds and memory by size and contestant."""
    titles = ["", "seconds", "CPU seconds", "peak MB", "themes", "AMI", "unassigned"]
    rows = [
        [
            f"{size}: {name}",
            f"{scores['seconds']:.0f}",
            f"{scores['cpu_seconds']:.0f}",
            f"{scores['peak_mb']:,.0f}",
            f"{scores['themes']:.0f}",
            share(scores["ami"]),
            f"{scores['unassigned']:.1%}",
        ]
        for (size, name), scores in found.items()
    ]
    return "### Speed and memory\n\n" + table(titles, rows)
