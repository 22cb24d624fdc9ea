"""Do recurring issues come out of 16,511 real reports? Prints issues found of 19, time, memory.

    python -m benchmarks.mlit_silver [--seeds 20,21,22] [--cache FILE.npy] [--settings JSON]

Reads ../shared/data/mlit_defects (not ours, never copied). Settings are the defaults unless
`--settings` overrides some. Prints names of issues, counts and shares, never a report's text.
"""

import argparse
import resource
import time
from pathlib import Path

import numpy as np

from benchmarks.silver_scoring import cluster_weights, read_column, score_issues
from embeddings import load_encoder
from pipelines.themes.discover import DiscoverSettings, Discovery, discover

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "mlit_defects"


def main() -> None:
    """Run once per seed and print."""
    options = _options()
    text_of = read_column(DATA / "complaints.csv", "id", "text")
    issue_of = read_column(DATA / "issue_tags_silver.csv", "id", "issue")
    texts, weights = cluster_weights(list(text_of.values()))
    vectors = _vectors(texts, options.encoder, options.cache)
    row_of = {text: row for row, text in enumerate(texts)}
    for seed in (int(part) for part in options.seeds.split(",")):
        given = DiscoverSettings.model_validate_json(options.settings)
        settings = given.model_copy(update={"random_seed": seed})
        started = time.perf_counter()
        found = discover(vectors, weights, settings)
        seconds = time.perf_counter() - started
        theme_of = {voice: int(found.labels[row_of[text]]) for voice, text in text_of.items()}
        _print_run(seed, found, theme_of, issue_of, seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", default="20,21,22")
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--cache", type=Path, help="keep the vectors in this .npy file")
    parser.add_argument("--settings", default="{}", help="DiscoverSettings as JSON")
    return parser.parse_args()


def _vectors(texts: list[str], encoder: str, cache: Path | None) -> np.ndarray:
    if cache is not None and cache.exists():
        return np.asarray(np.load(cache))
    vectors = load_encoder(encoder).encode(texts)
    if cache is not None:
        np.save(cache, vectors)
    return vectors


def _print_run(
    seed: int, found: Discovery, theme_of: dict[str, int], issue_of: dict[str, str], seconds: float
) -> None:
    issues = score_issues(theme_of, issue_of)
    for issue in issues:
        mark = "found " if issue.is_found else "missed"
        print(
            f"{mark} {issue.tagged:4d} recall {issue.recall:.2f} purity {issue.purity:.2f} "
            f"{issue.issue}"
        )
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"seed {seed}: {sum(issue.is_found for issue in issues)} of {len(issues)} found, "
        f"{len(found.centroids)} themes, {found.report['share_unassigned']:.1%} in no theme, "
        f"largest {found.report['share_largest']:.1%}, {seconds:.1f} s, peak {megabytes:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
