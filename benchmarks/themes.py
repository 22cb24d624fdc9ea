"""Compare discoveries: ours, the plain recipe, BERTopic, Turftopic, KMeans told the true k.

    python -m benchmarks.themes --work FOLDER [--only quality,subsets,small,sizes,speed]
        [--tiers joined,use] [--subsets 200] [--beside OTHER_VENV/bin/python] [--settings JSON]
        [--write docs/themes.md]

FOLDER is that of `python -m benchmarks.encoders`, which trains the encoders of the folds; a company
is encoded by the one that saw none of its texts. `--beside` names a Python with bertopic and
turftopic (`pip install bertopic==0.17.4 turftopic` in a virtual environment of its own); what it
found is kept in FOLDER/beside. Every figure is stored in FOLDER/themes.jsonl when it is measured: a
killed run goes on. Prints names of companies and counts, never a text.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks.encoder_cells import CellFile
from benchmarks.encoder_report import write_between_markers
from benchmarks.themes_contestants import from_beside, hand_over, inside
from benchmarks.themes_quality import Scores, key_of, mean_scores, measure
from benchmarks.themes_report import quality_page, sizes_page, speed_page, subsets_page
from benchmarks.themes_sets import ANY_SIZE, SMALL, VoiceSet, company_sets, random_subsets
from benchmarks.themes_sizes import measure_sizes
from benchmarks.themes_speed import Speed
from pipelines.themes.discover import DiscoverSettings

PARTS = ("quality", "subsets", "small", "sizes", "speed")
BEGIN, END = "<!-- themes: begin -->", "<!-- themes: end -->"
OF_SUBSETS = ("ours", "KMeans, true k")
SUBSET_TIER = "use"

# Scores by contestant, then by set.
Table = dict[str, dict[str, Scores]]


def main() -> None:
    """Measure what is asked for, print the tables, write them where asked."""
    given = _options()
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        raise SystemExit(f"--only: {', '.join(sorted(unknown))} is none of {', '.join(PARTS)}")
    cells = CellFile(given.work / "themes.jsonl")
    settings = DiscoverSettings.model_validate_json(given.settings)
    sets = company_sets(given.corpus, given.work)
    pages = []
    if "quality" in parts:
        for tier in given.tiers.split(","):
            pages.append(quality_page(_quality(cells, settings, sets, tier, given), sets, tier))
    for part, span in (("subsets", ANY_SIZE), ("small", SMALL)):
        if part in parts:
            drawn = random_subsets(sets, given.subsets, span)
            found = _table(cells, settings, drawn, SUBSET_TIER, OF_SUBSETS)
            pages.append(subsets_page(found, drawn, part, SUBSET_TIER))
    if "sizes" in parts:
        pages.append(sizes_page(measure_sizes(cells, settings, sets, SUBSET_TIER, _say)))
    if "speed" in parts:
        speed = Speed(cells, given.work / "speed-themes", given.beside)
        pages.append(speed_page(speed.measure(sets, _say)))
    page = "\n\n".join(pages)
    print(page)
    if given.write is not None:
        write_between_markers(given.write, page, BEGIN, END)


def _quality(
    cells: CellFile,
    settings: DiscoverSettings,
    sets: list[VoiceSet],
    tier: str,
    given: argparse.Namespace,
) -> Table:
    found = _table(cells, settings, sets, tier, tuple(inside(settings)))
    handed = {one.name: hand_over(one, tier, given.work / "beside") for one in sets}
    if given.beside is not None:
        script = Path(__file__).with_name("themes_beside.py")
        command = [str(given.beside), str(script), str(given.work / "beside")]
        subprocess.run(command, check=True, stdout=sys.stderr)
    for one in sets:
        for contestant, labels in from_beside(handed[one.name]).items():
            found.setdefault(contestant, {})[one.name] = mean_scores(one, labels)
    return found


def _table(
    cells: CellFile,
    settings: DiscoverSettings,
    sets: list[VoiceSet],
    tier: str,
    names: tuple[str, ...],
) -> Table:
    contestants = inside(settings)
    found: Table = {name: {} for name in names}
    for number, one in enumerate(sets, start=1):
        for name in names:
            key = key_of(name, settings.model_dump_json(), one, tier)
            found[name][one.name] = measure(cells, key, contestants[name], one, tier)
        _say(f"{tier}: {number} of {len(sets)} {one.name}")
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="folder of benchmarks.encoders")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--tiers", default="joined,use", help="use, e5, joined")
    parser.add_argument("--subsets", type=int, default=200, help="random subsets")
    parser.add_argument("--beside", type=Path, help="a Python that has bertopic and turftopic")
    parser.add_argument("--settings", default="{}", help="DiscoverSettings as JSON")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--write", type=Path, help="document with the markers for the tables")
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
