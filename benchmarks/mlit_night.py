"""The real command on real complaints: counts, silver issues found, seconds and peak memory.

    python -m benchmarks.mlit_night [--data ../shared/data/mlit_defects] [--keep DIR]

Runs `voc init` and `voc run nightly` twice on 16,511 public vehicle-defect complaints and prints
the figures of docs/real-input.md. The data is not ours and stays where it is.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.silver_scoring import read_column, score_issues
from warehouse import open_published

VOC = str(Path(sys.executable).parent / "voc")


def timed(*command: str) -> float:
    """Run a command, let it print, and return its seconds; raises when it fails."""
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Run the night and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/mlit_defects"))
    parser.add_argument("--keep", type=Path, help="keep the home here")
    given = parser.parse_args()
    home = given.keep or Path(tempfile.mkdtemp()) / "home"
    subprocess.run([VOC, "init", "--home", str(home)], check=True)
    shutil.copy(given.data / "complaints.csv", home / "inbox" / "mlit_defects")
    night = [VOC, "run", "nightly", "--home", str(home), "--as-of", "2023-12-31"]
    first, again = timed(*night), timed(*night)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    subprocess.run([VOC, "status", "--home", str(home)], check=True)
    report(home, read_column(given.data / "issue_tags_silver.csv", "id", "issue"))
    print(f"first night {first:.0f} s, same night again {again:.0f} s, peak memory {peak:.2f} GiB")


def report(home: Path, tags: dict[str, str]) -> None:
    """Print what the published file says about rooms, themes and silver issues."""
    with open_published(home) as con:
        voices = con.execute("select source_contact_id, theme_id from mart.voice").fetchall()
        unequal = con.execute(
            "select count(*) from mart.run_health "
            "where count_read <> count_written + count_rejected"
        ).fetchall()
        [(themes,)] = con.execute("select count(*) from mart.theme").fetchall()
    numbers = {voice: int(theme[1:]) if theme else -1 for voice, theme in voices}
    issues = score_issues(numbers, tags)
    for issue in issues:
        mark = "found " if issue.is_found else "missed"
        print(f"{mark} {issue.tagged:4d} {issue.recall:.2f} {issue.purity:.2f} {issue.issue}")
    unexplained = sum(theme is None for _, theme in voices) / len(voices)
    print(f"rooms whose counts do not add up: {unequal[0][0]}")
    print(f"voices {len(voices)}, themes {themes}, in no theme {unexplained:.1%}")
    print(f"silver issues found: {sum(issue.is_found for issue in issues)} of {len(issues)}")


if __name__ == "__main__":
    main()
