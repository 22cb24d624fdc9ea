"""What the review of a month costs after the night: clock, processors, memory, sizes of its files.

    python -m benchmarks.review --home HOME --month 2026-03 [--write docs/review-speed.md]

Runs `voc run monthly` in a process of its own, as a user would, then the room alone, from nothing
again, part by part. The home must not hold a review of the month yet; what is written is taken
away between the two. `--write` adds the lines to the tables of a page. Prints counts and seconds
only, never what customers said.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from flows.home import open_home
from flows.monthly_review import desk_of
from pipelines.review import review_room
from warehouse.connect import open_published

VOC = str(Path(sys.executable).parent / "voc")
# The parts of the room as it calls them, and what a reader of the table calls them.
PARTS = {
    "facts_of_month": "facts",
    "_write_map": "theme map",
    "write_slides": "pictures",
    "write_pdf": "PDF",
    "write_workbook": "Excel",
    "render": "page",
}
FILES = ("review.html", "theme_map.html", "review.pdf", "review.xlsx")
WHOLE, BY_PART = "| day | contacts |", "| contacts | "
GB, MB = 1e9, 1e6


def command(home: Path, month: date) -> str:
    """Run the command and return its line: seconds of clock and processors, GB, MB of files."""
    began = time.perf_counter()
    arguments = ["run", "monthly", "--home", str(home), "--month", f"{month:%Y-%m}"]
    subprocess.run([VOC, *arguments], check=True)
    clock = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    folder = home / "reports" / f"{month:%Y-%m}"
    sizes = [
        (folder / name).stat().st_size / MB if (folder / name).exists() else 0 for name in FILES
    ]
    contacts, voices, themes = counts(home)
    cells = (
        f"{datetime.now(UTC):%Y-%m-%d}",
        *(f"{count:,}" for count in (contacts, voices, themes)),
        *(f"{seconds:.0f}" for seconds in (clock, used.ru_utime + used.ru_stime)),
        f"{used.ru_maxrss * 1024 / GB:.2f}",
        *(f"{size:.2f}" for size in sizes),
    )
    return f"| {' | '.join(cells)} |"


def parts(home: Path, month: date) -> str:
    """Write the review in this process and return the processor seconds of each of its parts."""
    taken = dict.fromkeys(PARTS, 0.0)
    for name in PARTS:
        setattr(review_room, name, timed(getattr(review_room, name), name, taken))
    began = time.process_time()
    review_room.review(home, desk_of(open_home(home)), month)
    whole = time.process_time() - began
    cells = [*taken.values(), whole - sum(taken.values()), whole]
    return f"| {counts(home)[0]:,} | {' | '.join(f'{seconds:.1f}' for seconds in cells)} |"


def timed(function: Callable[..., Any], name: str, taken: dict[str, float]) -> Callable[..., Any]:
    """Return a function that adds its processor seconds to `taken`."""

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*given, **named)
        finally:
            taken[name] += time.process_time() - began

    return call


def counts(home: Path) -> tuple[int, int, int]:
    """Return how many contacts, voices and themes the published file holds."""
    with open_published(home) as con:
        # Names of tables cannot be parameters; these three stand here.
        return tuple(
            con.execute(f"select count(*) from mart.{table}").fetchall()[0][0]
            for table in ("contact", "voice", "theme")
        )


def add(page: Path, head: str, line: str) -> None:
    """Put a line at the end of the table of a page that begins with `head`."""
    lines = page.read_text("utf-8").splitlines()
    at = next(number for number, one in enumerate(lines) if one.startswith(head))
    while at < len(lines) and lines[at].startswith("|"):
        at += 1
    page.write_text("\n".join([*lines[:at], line, *lines[at:]]) + "\n", "utf-8")


def main() -> None:
    """Measure one home."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument(
        "--month", type=lambda text: date.fromisoformat(f"{text}-01"), required=True
    )
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    folder = given.home / "reports" / f"{given.month:%Y-%m}"
    if folder.exists():
        sys.exit(f"{folder} is there: measure a copy of the home without it")
    whole = command(given.home, given.month)
    shutil.rmtree(folder)
    by_part = parts(given.home, given.month)
    print(whole, by_part, sep="\n")
    if given.write:
        add(given.write, WHOLE, whole)
        add(given.write, BY_PART, by_part)


if __name__ == "__main__":
    main()
