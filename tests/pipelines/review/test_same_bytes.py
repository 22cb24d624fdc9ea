"""A closed month that is written again has the same bytes in every file, wherever and whenever."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.review.conftest import Outputs
from tests.pipelines.review.small_home import Named, calls, publish

pytestmark = pytest.mark.heavy
ROOT = Path(__file__).parents[3]
# A process takes its zone, its language and the order of its sets once, when it starts.
AGAIN = """
import sys
from datetime import date
from pathlib import Path
from pipelines.review.review_room import review
from tests.pipelines.review.small_home import desk
review(Path(sys.argv[1]), desk(), date(2024, 3, 1))
"""
ELSEWHERE = {
    "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C",
    "SOURCE_DATE_EPOCH": "86400",
}  # fmt: skip


def written_elsewhere(home: Path) -> None:
    """Write the review again in a process of its own, in another zone, language and order."""
    environment = {**os.environ, **ELSEWHERE}
    subprocess.run([sys.executable, "-c", AGAIN, str(home)], cwd=ROOT, env=environment, check=True)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its place."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture
def copied(outputs: Outputs, tmp_path: Path) -> Path:
    """The home of the review, to be changed."""
    return Path(shutil.copytree(outputs.home, tmp_path / "home", symlinks=True))


def test_every_file_has_the_same_bytes_after_later_nights(outputs: Outputs, copied: Path) -> None:
    folder = copied / "reports" / "2024-03"
    first = files_of(outputs.folder)
    assert {
        "review.html", "review.pdf", "review.xlsx", "theme_map.html", "theme_map.parquet",
        "themes.json", "published.json", "published.duckdb", "pictures/theme_map.png",
        "pictures/waterfall.svg", "pictures/waterfall.png", "pictures/theme-t-late.png",
    } <= first.keys()  # fmt: skip
    # All but the frozen file and its places on the map is made anew, after nights that know more.
    for name in first.keys() - {"published.duckdb", "published.json", "theme_map.parquet"}:
        (folder / name).unlink()
    more = calls(3, "2024-03-08", "t-late") + calls(4, "2024-04-02", "t-more")
    publish(copied, more, [Named("t-more", "別の話")], until="2024-04-02")
    written_elsewhere(copied)
    assert differing(files_of(folder), first) == []


def test_places_of_the_map_are_worked_out_the_same(outputs: Outputs, copied: Path) -> None:
    folder = copied / "reports" / "2024-03"
    (folder / "theme_map.parquet").unlink()
    (folder / "theme_map.html").unlink()
    written_elsewhere(copied)
    assert differing(files_of(folder), files_of(outputs.folder)) == []
